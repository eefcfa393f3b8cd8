using OuraTeams.Contracts.Budgets;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Budgets;

/// <summary>What one app's line adds to the number of waiting accounts that this process measures.</summary>
internal sealed class WaitingGauge
{
    private readonly Dictionary<RequestPriority, int> _shown = [];

    /// <summary>Replaces what was shown before.</summary>
    public void Show(IReadOnlyList<WaitingAccounts> waiting)
    {
        foreach (RequestPriority priority in Enum.GetValues<RequestPriority>())
        {
            int now = waiting.FirstOrDefault(line => line.Priority == priority)?.Count ?? 0;
            int before = _shown.GetValueOrDefault(priority);
            if (now != before)
            {
                Instruments.WaitingChanged(priority, now - before);
                _shown[priority] = now;
            }
        }
    }
}
