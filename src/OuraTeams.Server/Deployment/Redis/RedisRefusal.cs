using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>Tells a Redis that refuses the login from one that is not there.</summary>
internal static class RedisRefusal
{
    private static readonly string[] Answers = ["NOAUTH", "WRONGPASS", "invalid password", "AuthenticationFailure"];

    public static bool IsRefusal(RedisConnectionException error) =>
        error.FailureType == ConnectionFailureType.AuthenticationFailure
        || Answers.Any(answer => error.ToString().Contains(answer, StringComparison.OrdinalIgnoreCase));
}
