using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Settings of one server under test.</summary>
internal sealed class ServerSettings
{
    /// <summary>Name of the one Oura app.</summary>
    public const string App = "main";

    public ServerSettings(OuraSandbox sandbox, string dataFolder)
    {
        HttpPort = Ports.Free();
        GrpcPort = Ports.Free();
        AdminPort = Ports.Free();
        Values = new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = dataFolder,
            ["Listen:HttpPort"] = $"{HttpPort}",
            ["Listen:GrpcPort"] = $"{GrpcPort}",
            ["Listen:AdminPort"] = $"{AdminPort}",
            ["Listen:SiloPort"] = $"{Ports.Free()}",
            ["Accounts:QuietTime"] = "00:00:00.100",
            ["Accounts:LongestQuietTime"] = "00:00:01",
            ["Accounts:RetryPause"] = "00:00:00.200",
            [$"Oura:Apps:{App}:ClientId"] = sandbox.Options.ClientId,
            [$"Oura:Apps:{App}:ClientSecret"] = sandbox.Options.ClientSecret,
            [$"Oura:Apps:{App}:Scopes"] = "personal daily heartrate workout session spo2 stress heart_health tag ring_configuration research",
            [$"Oura:Apps:{App}:ApiUrl"] = sandbox.Address.AbsoluteUri,
            [$"Oura:Apps:{App}:AuthorizeUrl"] = new Uri(sandbox.Address, "/oauth/authorize").AbsoluteUri,
            [$"Oura:Apps:{App}:RevokeUrl"] = new Uri(sandbox.Address, "/oauth/revoke").AbsoluteUri,
            [$"Oura:Apps:{App}:TokenUrl"] = new Uri(sandbox.Address, "/oauth/token").AbsoluteUri,
        };
    }

    /// <summary>Where it is reached.</summary>
    public string Host { get; set; } = "127.0.0.1";

    public int HttpPort { get; }

    public int GrpcPort { get; }

    public int AdminPort { get; }

    public Dictionary<string, string?> Values { get; }

    public Uri Http => new($"http://{Host}:{HttpPort}");

    public Uri Admin => new($"http://{Host}:{AdminPort}");

    public Uri Grpc => new($"http://{Host}:{GrpcPort}");
}
