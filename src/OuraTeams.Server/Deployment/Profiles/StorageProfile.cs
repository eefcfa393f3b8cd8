using OuraTeams.Contracts;
using OuraTeams.Server.Access;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Deployment.Profiles;

/// <summary>What a storage gives to the rest of the server, which does not ask which one it is.</summary>
internal abstract class StorageProfile
{
    /// <summary>Check of readiness that the storage answers.</summary>
    public const string HealthCheck = "storage";

    /// <summary>Key that stored state is sealed with.</summary>
    public abstract MasterKey Master { get; }

    /// <summary>What is printed at start.</summary>
    public abstract string Place { get; }

    /// <summary>The token that gRPC and admin calls must carry.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public abstract AccessToken Token(AccessOptions access);

    /// <summary>
    /// Registers what every role needs: keys of Data Protection, health, and the queue's producer. To be called before anything
    /// else registers a hosted service: the storage's own begins first.
    /// </summary>
    public abstract void AddServices(IServiceCollection services);

    /// <summary>Registers membership, states under <see cref="Names.Storage"/>, reminders and streams.</summary>
    public abstract void AddSilo(ISiloBuilder silo);

    /// <summary>Registers how a client finds the silos.</summary>
    public abstract void AddClient(IClientBuilder client);
}
