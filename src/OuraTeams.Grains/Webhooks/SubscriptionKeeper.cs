using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Webhooks;
using OuraTeams.Grains.Kinds;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.OAuth;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Grains.Webhooks;

/// <summary>
/// Keeps one subscription for each kind of document that the app's scopes can read and each kind of event: adopts those that
/// stand, moves those that call another address or were verified with another token, prolongs those that end soon, creates
/// what is missing. One check at a time, whatever the number of activations: it is noted in the store before each change,
/// which fails when somebody else wrote meanwhile, and whoever finds the note of another leaves all as it is.
/// </summary>
/// <param name="app">The app.</param>
/// <param name="options">Settings.</param>
/// <param name="state">What is stored.</param>
/// <param name="write">Writes it; fails when somebody else has.</param>
/// <param name="clock">The time.</param>
internal sealed class SubscriptionKeeper(
    OuraApp app, WebhookOptions options, IPersistentState<SubscriptionsState> state, Func<Task> write, TimeProvider clock)
{
    /// <summary>How long a single change may take, with Oura's call to our address within it. After this time the check counts as failed.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(2);

    private static readonly WebhookEventType[] EventTypes = [WebhookEventType.Create, WebhookEventType.Update, WebhookEventType.Delete];

    private readonly Dictionary<Pair, string> _problems = [];
    private DateTimeOffset? _checkedAt;

    private readonly record struct Pair(string DataType, string EventType);

    private int Generation => options.VerificationGeneration;

    private Uri Callback => options.Callback(app.Name);

    private string Token => WebhookVerification.Token(app, Generation);

    private IEnumerable<Pair> Wanted
    {
        get
        {
            IReadOnlyList<string> scopes = OuraScopes.Parse(app.Options.Scopes);
            return FollowedKinds.Documents.Where(kind => kind.IsOpenTo(scopes))
                .SelectMany(_ => EventTypes, (kind, type) => new Pair(kind.DataType, ((OpenEnum<WebhookEventType>)type).Text));
        }
    }

    /// <summary>Makes all as it should be, as far as Oura lets us.</summary>
    public async Task<SubscriptionsReport> EnsureAsync()
    {
        var report = new SubscriptionsReport { Standing = 0, Created = 0, Missing = [], Repaired = 0, Renewed = 0, Removed = 0 };
        if (state.State.Check is not null && state.State.CheckUntil > clock.GetUtcNow())
        {
            return report with { Missing = ["all that another check, which is under way, doesn't find"] };
        }

        Guid check = Guid.CreateVersion7(clock.GetUtcNow());
        await NoteAsync(check);
        try
        {
            int unreadable = 0;
            ILookup<Pair, WebhookSubscription> present = await ListAsync(() => unreadable++);
            report = await EnsureAsync(present, check, report with { Unreadable = unreadable });
            _checkedAt = clock.GetUtcNow();
            return report;
        }
        finally
        {
            state.State.Check = null;
            await write();
        }
    }

    /// <summary>How each stands.</summary>
    public async Task<SubscriptionsView> GetAsync()
    {
        ILookup<Pair, WebhookSubscription> present = await ListAsync(() => { });
        return new SubscriptionsView
        {
            Subscriptions = [.. Wanted.Select(pair => View(pair, present[pair].OrderBy(held => held.Id, StringComparer.Ordinal).FirstOrDefault()))],
            CheckedAt = _checkedAt,
            Generation = Generation,
        };
    }

    private async Task<SubscriptionsReport> EnsureAsync(ILookup<Pair, WebhookSubscription> present, Guid check, SubscriptionsReport report)
    {
        Dictionary<string, int> known = state.State.Generations;
        state.State.Generations = known.Where(pair => present.Any(held => held.Any(one => one.Id == pair.Key))).ToDictionary(StringComparer.Ordinal);
        foreach (Pair pair in Wanted)
        {
            report = await EnsureAsync(pair, [.. present[pair].OrderBy(held => held.Id, StringComparer.Ordinal)], check, report);
        }

        return report;
    }

    private async Task<ILookup<Pair, WebhookSubscription>> ListAsync(Action unreadable) => (await app.Subscriptions.ListAsync(_ => unreadable(), CancellationToken.None))
        .ToLookup(subscription => new Pair(subscription.DataType.Text, subscription.EventType.Text));

    private SubscriptionView View(Pair pair, WebhookSubscription? held)
    {
        bool ended = held?.ExpirationTime <= clock.GetUtcNow();
        string problem = _problems.GetValueOrDefault(pair) ?? (held switch
        {
            null => "not made yet",
            _ when held.CallbackUrl != Callback.AbsoluteUri => $"calls {held.CallbackUrl}",
            _ when ended => "has ended",
            _ => "",
        });
        return new SubscriptionView
        {
            DataType = pair.DataType,
            EventType = pair.EventType,
            Standing = held is not null && held.CallbackUrl == Callback.AbsoluteUri && !ended,
            ExpiresAt = held?.ExpirationTime,
            Generation = held is not null && state.State.Generations.TryGetValue(held.Id, out int generation) ? generation : null,
            Problem = problem,
        };
    }

    private async Task<SubscriptionsReport> EnsureAsync(Pair pair, IReadOnlyList<WebhookSubscription> held, Guid check, SubscriptionsReport report)
    {
        try
        {
            report = held.Count == 0 ? await CreateAsync(pair, check, report) : await RepairAsync(held, check, report);
            _problems.Remove(pair);
            return report with { Standing = report.Standing + 1 };
        }
        catch (OuraException failure)
        {
            _problems[pair] = failure.Message;
            return report with { Missing = [.. report.Missing, $"{pair.DataType}.{pair.EventType}: {failure.Message}"] };
        }
    }

    private async Task<SubscriptionsReport> CreateAsync(Pair pair, Guid check, SubscriptionsReport report)
    {
        await NoteAsync(check);
        WebhookSubscription made = await app.Subscriptions.CreateAsync(Callback, Token, pair.EventType, pair.DataType, CancellationToken.None);
        state.State.Generations[made.Id] = Generation;
        return report with { Created = report.Created + 1 };
    }

    private async Task<SubscriptionsReport> RepairAsync(IReadOnlyList<WebhookSubscription> held, Guid check, SubscriptionsReport report)
    {
        // Oura allows one subscription for a pair. With more, each event would come several times. Every process keeps the one with the least id.
        foreach (WebhookSubscription second in held.Skip(1))
        {
            await NoteAsync(check);
            await RemoveAsync(second.Id);
            report = report with { Removed = report.Removed + 1 };
        }

        // Until Oura knows the new token it may still send the old one, which intake accepts too.
        bool verified = state.State.Generations.TryGetValue(held[0].Id, out int generation) && generation == Generation;
        if (!verified || held[0].CallbackUrl != Callback.AbsoluteUri)
        {
            await NoteAsync(check);
            await app.Subscriptions.UpdateAsync(
                held[0].Id, new WebhookSubscriptionChange { VerificationToken = Token, CallbackUrl = Callback }, CancellationToken.None);
            state.State.Generations[held[0].Id] = Generation;
            report = report with { Repaired = report.Repaired + 1 };
        }

        if (held[0].ExpirationTime is { } end && end - options.RenewAhead <= clock.GetUtcNow())
        {
            await NoteAsync(check);
            await app.Subscriptions.RenewAsync(held[0].Id, CancellationToken.None);
            report = report with { Renewed = report.Renewed + 1 };
        }

        return report;
    }

    private async Task RemoveAsync(string id)
    {
        try
        {
            await app.Subscriptions.DeleteAsync(id, CancellationToken.None);
        }
        catch (OuraException failure) when (failure.Failure == OuraFailure.Forbidden)
        {
            // Oura answers so for a subscription that does not exist any more.
        }
    }

    /// <summary>Notes in the store that this check is at work, with all that it has done so far.</summary>
    private Task NoteAsync(Guid check)
    {
        state.State.Check = check;
        state.State.CheckUntil = clock.GetUtcNow() + LongestStep;
        return write();
    }
}
