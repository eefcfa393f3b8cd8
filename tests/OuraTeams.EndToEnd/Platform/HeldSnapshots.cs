using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.EndToEnd;

/// <summary>Holds the answers of ring accounts that a partition asks for all their days, as accounts on a machine that hangs do.</summary>
internal sealed class HeldSnapshots : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    /// <summary>Whose answers are held, by the key of their account.</summary>
    public Func<AccountKey, bool> Holds { get; set; } = _ => false;

    /// <summary>Answers for accounts that nobody has connected; null asks the account.</summary>
    public Func<AccountKey, AccountSnapshot?> Answers { get; set; } = _ => null;

    /// <summary>Number of answers that were held.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Lets the held answers go, as they were when they were held, and holds no more.</summary>
    public void Release()
    {
        Holds = _ => false;
        _released.TrySetResult();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IRingAccountGrain || context.MethodName != nameof(IRingAccountGrain.GetSnapshotAsync))
        {
            await context.Invoke();
            return;
        }

        var account = AccountKey.Parse(context.TargetId.Key.ToString()!);
        bool holds = Holds(account);
        if (Answers(account) is { } answer)
        {
            context.Result = answer;
        }
        else
        {
            await context.Invoke();
        }

        if (holds)
        {
            Interlocked.Increment(ref _held);
            await _released.Task;
        }
    }

    /// <summary>A row with one value for each metric.</summary>
    public static DayRow Row(DateOnly day, int value)
    {
        int[] units = new int[MetricCatalogue.All.Count];
        units.AsSpan().Fill(value);
        return new DayRow { Day = day, Version = 1, Units = units };
    }
}
