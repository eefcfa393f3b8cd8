using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Tests;

/// <summary>The budget of who may ask as often as they want.</summary>
internal sealed class Unlimited : IRequestBudget
{
    public static readonly IRequestBudget Budget = new Unlimited();

    public ValueTask SpendAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
