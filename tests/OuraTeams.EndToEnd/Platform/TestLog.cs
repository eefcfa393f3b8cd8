using Microsoft.Extensions.Logging;

namespace OuraTeams.EndToEnd;

/// <summary>Where servers under test log: nowhere, or to the console when <c>OURATEAMS_TEST_LOG</c> is set.</summary>
internal static class TestLog
{
    public static void Configure(ILoggingBuilder logging)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OURATEAMS_TEST_LOG")))
        {
            logging.ClearProviders();
        }
    }
}
