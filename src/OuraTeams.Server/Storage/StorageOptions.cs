namespace OuraTeams.Server;

/// <summary>Settings of the section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Where state and queue are kept: <c>Embedded</c>, SQLite files in <see cref="DataFolder"/>. Default <c>Embedded</c>.</summary>
    public StorageKind Kind { get; set; } = StorageKind.Embedded;

    /// <summary>Folder of the files; made when missing, readable by its owner only. Default <c>data</c> in the current folder.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Key that stored state is encrypted with: 32 bytes in base64. Empty: the one in the file <c>master.key</c> of the
    /// data folder, which is made on the first start. Default empty.
    /// </summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Path of a file in the data folder.</summary>
    public string PathOf(string file) => Path.Combine(Path.GetFullPath(DataFolder), file);
}
