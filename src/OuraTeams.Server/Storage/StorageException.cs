namespace OuraTeams.Server.Storage;

/// <summary>Stored data can't be used with these settings. The message names the setting.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Without a message.</summary>
    public StorageException()
    {
    }

    /// <summary>With a sentence for the operator.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the operator and the cause.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
