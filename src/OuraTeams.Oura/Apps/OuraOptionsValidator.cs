using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Apps;

/// <summary>Stops the start when an app's settings are incomplete, naming the key.</summary>
internal sealed class OuraOptionsValidator : IValidateOptions<OuraOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OuraOptions options)
    {
        var problems = new List<string>();
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            problems.Add("Oura:Timeout must lie between 00:00:01 and 00:05:00.");
        }

        if (options.Retries is < 0 or > 5)
        {
            problems.Add("Oura:Retries must lie between 0 and 5.");
        }

        if (options.RetryPause < TimeSpan.FromMilliseconds(1) || options.RetryPause > TimeSpan.FromSeconds(10))
        {
            problems.Add("Oura:RetryPause must lie between 00:00:00.001 and 00:00:10.");
        }

        foreach ((string app, OuraAppOptions settings) in options.Apps)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
            problems.AddRange(results.SelectMany(result => result.MemberNames.Select(member => $"Oura:Apps:{app}:{member} is missing.")));
            foreach ((string key, Uri? url) in new[]
            {
                (nameof(settings.ApiUrl), settings.ApiUrl),
                (nameof(settings.AuthorizeUrl), settings.AuthorizeUrl),
                (nameof(settings.TokenUrl), settings.TokenUrl),
                (nameof(settings.RevokeUrl), settings.RevokeUrl),
                (nameof(settings.DiscoveryUrl), settings.DiscoveryUrl),
            })
            {
                if (url is not null && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
                {
                    problems.Add($"Oura:Apps:{app}:{key} must be an absolute http or https address.");
                }
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
