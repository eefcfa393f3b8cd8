using System.Text.RegularExpressions;

namespace OuraTeams.EndToEnd;

/// <summary>The folders of a project are its namespaces, and use each other only as these tables say, never in a circle.</summary>
public sealed partial class FolderTests
{
    private static readonly Dictionary<string, Dictionary<string, string[]>> Tables = new()
    {
        ["OuraTeams.Server"] = new()
        {
            ["Access"] = ["Host/Settings", "Storage"],
            ["Api"] = ["Access", "Joining", "Storage"],
            ["Deployment"] = ["Deployment/Embedded", "Deployment/Profiles", "Deployment/Redis", "Host/Settings", "Storage"],
            ["Deployment/Embedded"] = ["Access", "Deployment/Profiles", "Host/Recovery", "Host/Settings", "Storage"],
            ["Deployment/Profiles"] = ["Access", "Storage"],
            ["Deployment/Redis"] = ["Access", "Deployment/Profiles", "Host/Recovery", "Host/Settings", "Storage"],
            ["Host"] = ["Access", "Api", "Deployment", "Deployment/Profiles", "Host/Cluster", "Host/Draining", "Host/Health", "Host/Settings", "Intake", "Joining", "Storage", "Telemetry"],
            ["Host/Cluster"] = [],
            ["Host/Draining"] = ["Api", "Host/Cluster", "Host/Settings"],
            ["Host/Health"] = ["Host/Cluster", "Host/Draining", "Host/Settings"],
            ["Host/Recovery"] = ["Host/Cluster"],
            ["Host/Settings"] = [],
            ["Intake"] = [],
            ["Joining"] = ["Host/Cluster"],
            ["Storage"] = [],
            ["Telemetry"] = ["Host/Settings", "Intake"],
        },
        ["OuraTeams.Grains"] = new()
        {
            ["."] = ["Accounts", "Teams"],
            ["Accounts"] = ["Accounts/Budget", "Accounts/Cache", "Accounts/Connection", "Accounts/Inbox", "Accounts/Log", "Accounts/Options", "Accounts/Steps", "Budgets", "Kinds", "Recovery", "States", "Telemetry"],
            ["Accounts/Budget"] = ["Budgets", "States", "Telemetry"],
            ["Accounts/Cache"] = ["States"],
            ["Accounts/Connection"] = ["Accounts/Log", "Kinds", "States"],
            ["Accounts/Inbox"] = ["Accounts/Connection", "Accounts/Options", "Kinds", "States", "Telemetry"],
            ["Accounts/Log"] = [],
            ["Accounts/Options"] = [],
            ["Accounts/Steps"] = ["Accounts/Budget", "Accounts/Cache", "Accounts/Connection", "Accounts/Inbox", "Accounts/Log", "Accounts/Options", "Kinds", "States", "Telemetry"],
            ["Budgets"] = ["States", "Telemetry"],
            ["Calls"] = [],
            ["Fleet"] = ["Calls", "States", "Telemetry"],
            ["Kinds"] = [],
            ["Members"] = ["States", "Teams"],
            ["Organizations"] = ["Calls", "States", "Teams", "Telemetry"],
            ["Recovery"] = ["Accounts/Options", "States"],
            ["Revocations"] = ["States"],
            ["States"] = [],
            ["Teams"] = ["Accounts/Options", "Calls", "States", "Telemetry"],
            ["Telemetry"] = ["Kinds"],
            ["Webhooks"] = ["Calls", "Kinds", "States", "Telemetry"],
        },
        ["OuraTeams.Contracts"] = new()
        {
            ["Accounts"] = ["Budgets", "Keys"],
            ["Budgets"] = ["Keys"],
            ["Fleet"] = ["Keys"],
            ["Keys"] = [],
            ["Members"] = ["Accounts", "Keys"],
            ["Organizations"] = ["Accounts", "Keys", "Teams"],
            ["Recovery"] = [],
            ["Revocations"] = [],
            ["States"] = ["Accounts", "Budgets", "Keys", "Members", "Organizations", "Recovery", "Revocations", "Teams"],
            ["Teams"] = ["Accounts", "Keys", "Members"],
            ["Webhooks"] = ["Keys"],
        },
    };

    public static TheoryData<string> Projects => [.. Tables.Keys];

    /// <summary>The source projects, but for the one whose code is generated.</summary>
    public static TheoryData<string> EverySource =>
        [.. Directory.EnumerateDirectories(FolderArrows.Sources()).Select(folder => Path.GetFileName(folder)).Where(name => name != "OuraTeams.Protocol")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_use_only_those_that_their_table_names(string project)
    {
        Dictionary<string, string[]> table = Tables[project];

        string[] others = [.. FolderArrows.Of(project).Uses
            .Where(use => !table.GetValueOrDefault(use.From, []).Contains(use.To))
            .Select(use => $"{use.From} → {use.To}: {use.Why}")];

        Assert.True(others.Length == 0, string.Join('\n', others));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_table_has_a_circle(string project)
    {
        // Folders that use nothing that is left are taken away until none is left.
        Dictionary<string, HashSet<string>> rest = Tables[project].ToDictionary(row => row.Key, row => row.Value.ToHashSet());
        string[] free;
        while ((free = [.. rest.Where(row => !row.Value.Any(rest.ContainsKey)).Select(row => row.Key)]).Length > 0)
        {
            Array.ForEach(free, folder => rest.Remove(folder));
        }

        Assert.Empty(rest);
    }

    [Theory]
    [MemberData(nameof(EverySource))]
    public void A_namespace_is_its_folder(string project)
    {
        string root = Path.Combine(FolderArrows.Sources(), project);
        IEnumerable<string> others =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')
            let found = Namespace().Match(File.ReadAllText(file))
            where found.Success && found.Groups[1].Value != (folder == "." ? project : $"{project}.{folder}")
            select $"{file}: {found.Groups[1].Value}";

        Assert.Empty(others);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
