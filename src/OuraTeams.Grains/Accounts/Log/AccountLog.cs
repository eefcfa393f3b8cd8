using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Accounts.Log;

/// <summary>Log lines of ring accounts. Accounts are named by organization and Oura's opaque id; never by name, token or value.</summary>
internal static partial class AccountLog
{
    [LoggerMessage(1001, LogLevel.Information, "Account {Account}: connected.")]
    public static partial void Connected(ILogger logger, string account);

    [LoggerMessage(1002, LogLevel.Warning, "Account {Account}: the member must connect again ({Reason}).")]
    public static partial void NeedsReconnect(ILogger logger, string account, ReconnectReason reason);

    [LoggerMessage(1003, LogLevel.Information, "Account {Account}: reading {Kind} failed ({Failure}); it is tried again.")]
    public static partial void FetchFailed(ILogger logger, string account, string kind, OuraFailure failure);

    [LoggerMessage(1004, LogLevel.Warning, "Account {Account}: {Count} marks of {Kind} are given up ({Reason}).")]
    public static partial void Dropped(ILogger logger, string account, int count, string kind, string reason);

    [LoggerMessage(1005, LogLevel.Error, "Account {Account}: the worker stopped on an unexpected error; it is started again.")]
    public static partial void WorkerFailed(ILogger logger, Exception error, string account);

    [LoggerMessage(1006, LogLevel.Warning, "Account {Account}: the refreshed credential could not be stored yet; trying again.")]
    public static partial void CredentialNotStored(ILogger logger, Exception error, string account);

    [LoggerMessage(1007, LogLevel.Warning, "Account {Account}: the teams could not be told of changes; trying again.")]
    public static partial void SendFailed(ILogger logger, Exception error, string account);

    [LoggerMessage(1009, LogLevel.Information, "Account {Account}: forgotten.")]
    public static partial void Forgotten(ILogger logger, string account);

    [LoggerMessage(1011, LogLevel.Warning, "Account {Account}: Oura asks for a pause until {Until} ({Tier}).")]
    public static partial void RateLimited(ILogger logger, string account, DateTimeOffset until, string tier);

    [LoggerMessage(1008, LogLevel.Error, "Account {Account}: the settings name no Oura app {App}; nothing can be read.")]
    public static partial void NoApp(ILogger logger, string account, string app);

    [LoggerMessage(1012, LogLevel.Warning, "Account {Account}: the refreshed credential is stored, but could not be read back; the activation ends.")]
    public static partial void CredentialNotRead(ILogger logger, Exception error, string account);

    [LoggerMessage(1016, LogLevel.Information, "Account {Account}: the activation ended in the middle of its work; the next one goes on.")]
    public static partial void WorkerEnded(ILogger logger, Exception error, string account);

    [LoggerMessage(1017, LogLevel.Warning, "Account {Account}: {Step} failed; it is tried again after a pause, the other steps go on.")]
    public static partial void StepFailed(ILogger logger, Exception error, string account, string step);
}
