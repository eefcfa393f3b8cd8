namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>
/// A network namespace for each silo, with two cables: one to the other silos, one to the machine, where Redis and the stand-in
/// are. A cable can be pulled out. Needs root and <c>ip</c>.
/// </summary>
internal sealed class SiloNetworks : IAsyncDisposable
{
    private readonly string _name = $"ot{Environment.ProcessId:x}";
    private readonly string _prefix = $"10.{64 + (Environment.ProcessId / 256 % 128)}.{Environment.ProcessId % 256}";
    private readonly int _silos;

    private SiloNetworks(int silos) => _silos = silos;

    /// <summary>Whether this machine lets us make them.</summary>
    public static bool ArePossible { get; } = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() && Programs("ip").Any(File.Exists);

    /// <summary>The machine's address for all silos.</summary>
    public string Machine => $"{_prefix}.129";

    public static async Task<SiloNetworks> CreateAsync(int silos)
    {
        var networks = new SiloNetworks(silos);
        try
        {
            await networks.CreateAsync();
            return networks;
        }
        catch
        {
            await networks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the silo of a number, from 1 on, runs.</summary>
    public NodePlace Place(int silo) => new($"{_prefix}.{138 + silo}", $"{_prefix}.{10 + silo}", Machine, ["ip", "netns", "exec", Namespace(silo)]);

    /// <summary>Pulls the cable between a silo and the others.</summary>
    public Task CutAsync(int silo) => IpAsync($"link set {_name}i{silo} nomaster");

    /// <summary>Puts it back.</summary>
    public Task JoinAsync(int silo) => IpAsync($"link set {_name}i{silo} master {_name}i");

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        string[] undo = [.. Enumerable.Range(1, _silos).Select(silo => $"netns del {Namespace(silo)}"), $"link del {_name}i", $"link del {_name}o"];
        foreach (string command in undo)
        {
            try
            {
                await IpAsync(command);
            }
            catch (InvalidOperationException failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Not all of the networks could be taken down.", failures);
        }
    }

    private static IEnumerable<string> Programs(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name));

    private static Task IpAsync(string command) => RedisProcess.RunAsync("ip", command.Split(' '));

    private string Namespace(int silo) => $"{_name}n{silo}";

    private async Task CreateAsync()
    {
        await IpAsync($"link add {_name}i type bridge");
        await IpAsync($"link set {_name}i up");
        await IpAsync($"link add {_name}o type bridge");
        await IpAsync($"addr add {Machine}/25 dev {_name}o");
        await IpAsync($"link set {_name}o up");
        for (int silo = 1; silo <= _silos; silo++)
        {
            NodePlace place = Place(silo);
            await IpAsync($"netns add {Namespace(silo)}");
            await IpAsync($"-n {Namespace(silo)} link set lo up");
            await CableAsync(silo, "i", "inside", place.SiloAddress);
            await CableAsync(silo, "o", "outside", place.Host);
        }
    }

    private async Task CableAsync(int silo, string bridge, string name, string address)
    {
        await IpAsync($"link add {_name}{bridge}{silo} type veth peer name {name} netns {Namespace(silo)}");
        await IpAsync($"link set {_name}{bridge}{silo} master {_name}{bridge} up");
        await IpAsync($"-n {Namespace(silo)} addr add {address}/25 dev {name}");
        await IpAsync($"-n {Namespace(silo)} link set {name} up");
    }
}
