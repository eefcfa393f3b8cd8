using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Recovery;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Contracts.Teams;
using OuraTeams.Contracts.Webhooks;

namespace OuraTeams.Contracts;

/// <summary>
/// Names that are part of what is stored and sent: grain types, stream namespaces and providers. Fixed for ever.
/// Aliases of messages and states stand on the types themselves, all with the prefix <c>ourateams.</c>.
/// </summary>
public static class Names
{
    /// <summary>Grain type of <see cref="IOrganizationGrain"/>.</summary>
    public const string Organization = "organization";

    /// <summary>Grain type of <see cref="IOrganizationDirectoryGrain"/>.</summary>
    public const string OrganizationDirectory = "organization-directory";

    /// <summary>Grain type of <see cref="ITeamGrain"/>.</summary>
    public const string Team = "team";

    /// <summary>Grain type of <see cref="ITeamPartitionGrain"/>.</summary>
    public const string TeamPartition = "team-partition";

    /// <summary>Grain type of <see cref="IMemberGrain"/>.</summary>
    public const string Member = "member";

    /// <summary>Grain type of <see cref="IRingAccountGrain"/>.</summary>
    public const string RingAccount = "ring-account";

    /// <summary>Grain type of <see cref="IEventRouterGrain"/>.</summary>
    public const string EventRouter = "event-router";

    /// <summary>Grain type of <see cref="IWebhookSubscriptionsGrain"/>.</summary>
    public const string WebhookSubscriptions = "webhook-subscriptions";

    /// <summary>Grain type of <see cref="IAppBudgetGrain"/>.</summary>
    public const string AppBudget = "app-budget";

    /// <summary>Grain type of <see cref="ISchedulerGrain"/>.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>Grain type of <see cref="IRevocationGrain"/>.</summary>
    public const string Revocation = "revocation";

    /// <summary>Grain type of <see cref="IConnectionLogGrain"/>.</summary>
    public const string ConnectionLog = "connection-log";

    /// <summary>Grain type of <see cref="IRecoveryGrain"/>.</summary>
    public const string Recovery = "recovery";

    /// <summary>Stream provider of the durable queue.</summary>
    public const string EventStreams = "events";

    /// <summary>Namespace of the streams of webhook events: one stream for each Oura user of an app.</summary>
    public const string EventNamespace = "oura-events";

    /// <summary>Name of a ring account's state that holds its connection and credential; the last that it lets go of.</summary>
    public const string ConnectionState = "connection";

    /// <summary>Name of the one state of a revocation.</summary>
    public const string RevocationState = "revocation";

    /// <summary>Grain storage of every stored state.</summary>
    public const string Storage = "state";
}
