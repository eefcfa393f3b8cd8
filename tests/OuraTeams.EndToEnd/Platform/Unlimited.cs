using OuraTeams.Oura.Http;

namespace OuraTeams.EndToEnd;

/// <summary>The budget of a test that asks Oura itself, as often as it wants.</summary>
internal sealed class Unlimited : IRequestBudget
{
    public ValueTask SpendAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
