using System.Reflection;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Budgets;
using OuraTeams.Grains.Teams;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.OAuth;
using OuraTeams.Server.Access;
using OuraTeams.Server.Host.Cluster;
using OuraTeams.Server.Host.Health;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;
using OuraTeams.Server.Telemetry;

namespace OuraTeams.Server.Host;

/// <summary>The platform's own settings, by section.</summary>
internal static class KnownSettings
{
    /// <summary>Each section with the class that holds it.</summary>
    public static IReadOnlyList<(string Section, Type Holder)> Sections { get; } =
    [
        ("Access", typeof(AccessOptions)),
        ("Accounts", typeof(AccountOptions)),
        ("Activations", typeof(ActivationOptions)),
        ("Budget", typeof(BudgetOptions)),
        ("Cluster", typeof(ClusterOptions)),
        ("Dashboard", typeof(DashboardOptions)),
        ("Health", typeof(HealthOptions)),
        ("Listen", typeof(ListenOptions)),
        ("Logs", typeof(LogOptions)),
        ("Oura", typeof(OuraOptions)),
        ("Storage", typeof(StorageOptions)),
        ("Teams", typeof(TeamOptions)),
        ("Webhooks", typeof(WebhookOptions)),
    ];

    /// <summary>The settings of a section.</summary>
    public static IEnumerable<PropertyInfo> Of(Type holder) =>
        holder.GetProperties().Where(property => property.CanWrite || property.PropertyType == typeof(Dictionary<string, OuraAppOptions>));

    /// <summary>Refuses names that no section has: what is misspelt would have no effect, and nobody would know.</summary>
    /// <exception cref="SettingsException">There is such a name; the message says which, and which there are.</exception>
    public static void Check(IConfiguration configuration) => Check(configuration, Sections);

    /// <summary>Does so for some sections.</summary>
    /// <exception cref="SettingsException">A section has no such setting.</exception>
    public static void Check(IConfiguration configuration, IEnumerable<(string Section, Type Holder)> sections)
    {
        string[] problems =
        [
            .. from known in sections
               let names = Of(known.Holder).Select(property => property.Name).ToList()
               from given in configuration.GetSection(known.Section).GetChildren()
               where !names.Contains(given.Key, StringComparer.OrdinalIgnoreCase)
               select $"{given.Path} is no setting; {known.Section} has {string.Join(", ", names)}.",
        ];
        if (problems.Length > 0)
        {
            throw new SettingsException(string.Join(' ', problems));
        }
    }
}
