namespace OuraTeams.Sandbox;

/// <summary>The two versions of Oura's API that the sandbox can answer as.</summary>
public enum OuraGeneration
{
    /// <summary>Version 1.37: no <c>meta</c>, no <c>interbeat_interval</c>, 17 data types of webhooks.</summary>
    V137,

    /// <summary>Version 1.29: <c>meta</c> in most documents, <c>interbeat_interval</c>, 23 data types of webhooks.</summary>
    V129,
}
