using Orleans.Concurrency;

namespace OuraTeams.Contracts;

/// <summary>Owns the webhook subscriptions of one Oura app; key: the app's name in our settings.</summary>
[Alias("ourateams.IWebhookSubscriptionsGrain")]
public interface IWebhookSubscriptionsGrain : IGrainWithStringKey
{
    /// <summary>Makes what is missing and moves what calls another address or has an earlier verification token; what stands already is left alone.</summary>
    /// <exception cref="InvalidOperationException">The settings name no such app.</exception>
    /// <exception cref="OuraNotAnsweringException">Oura gave no usable answer.</exception>
    [Alias("Ensure")]
    Task<SubscriptionsReport> EnsureAsync();

    /// <summary>How each subscription stands at Oura now; changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The settings name no such app.</exception>
    /// <exception cref="OuraNotAnsweringException">Oura gave no usable answer.</exception>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<SubscriptionsView> GetAsync();
}
