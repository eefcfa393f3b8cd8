using OuraTeams.Contracts;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Organizations;

/// <summary>A share of the directory of all organizations.</summary>
[GrainType(Names.OrganizationDirectory)]
internal sealed class OrganizationDirectoryGrain(
    [PersistentState("directory", Names.Storage)] IPersistentState<OrganizationDirectoryState> state) : Grain, IOrganizationDirectoryGrain, IDisposable
{
    private StateLock? _lock;

    private StateLock Lock => _lock ??= new StateLock(DeactivateOnIdle);

    public void Dispose() => _lock?.Dispose();

    public Task<bool> AddAsync(string organization) => Lock.RunAsync(async () =>
    {
        if (state.State.Organizations.Contains(organization))
        {
            return true;
        }

        if (state.State.Organizations.Count >= IOrganizationDirectoryGrain.Capacity)
        {
            return false;
        }

        await Lock.WriteAsync(state, new OrganizationDirectoryState
        {
            Organizations = [.. state.State.Organizations.Append(organization).Order(StringComparer.Ordinal)],
        });
        return true;
    });

    public Task RemoveAsync(string organization) => Lock.RunAsync(async () =>
    {
        if (state.State.Organizations.Contains(organization))
        {
            await Lock.WriteAsync(
                state, new OrganizationDirectoryState { Organizations = [.. state.State.Organizations.Where(other => other != organization)] });
        }
    });

    public Task<IReadOnlyList<string>> ListAsync(string after, int count) => Task.FromResult<IReadOnlyList<string>>(
        [.. state.State.Organizations.Where(id => string.CompareOrdinal(id, after) > 0).Take(count)]);
}
