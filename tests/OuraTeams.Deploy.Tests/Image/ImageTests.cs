using System.Text.Json.Nodes;

namespace OuraTeams.Deploy.Tests.Image;

/// <summary>The image of the SDK and that of the Dockerfile are the same in what matters.</summary>
public sealed class ImageTests
{
    private const string Base = "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra";

    [Fact]
    public async Task The_SDK_and_the_Dockerfile_take_one_base_one_user_and_the_same_ports()
    {
        string dockerfile = await File.ReadAllTextAsync(Repository.At("deploy", "Dockerfile"));
        Assert.Contains($"ARG RUNTIME={Base}\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nUSER 65532:65532\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nEXPOSE 5080 5081 5082\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nENTRYPOINT [\"dotnet\", \"OuraTeams.Server.dll\"]\n", dockerfile, StringComparison.Ordinal);

        JsonNode made = JsonNode.Parse((await Tool.RunAsync("dotnet",
        [
            "msbuild", Repository.At("src", "OuraTeams.Server", "OuraTeams.Server.csproj"), "-t:ComputeContainerBaseImage", "-nodeReuse:false",
            "-getProperty:ContainerBaseImage,ContainerUser,ContainerRepository", "-getItem:ContainerPort,ContainerEnvironmentVariable",
        ])).Succeeded())!;
        Assert.Equal(Base, (string)made["Properties"]!["ContainerBaseImage"]!);
        Assert.Equal("65532:65532", (string)made["Properties"]!["ContainerUser"]!);
        Assert.Equal("ourateams", (string)made["Properties"]!["ContainerRepository"]!);
        Assert.Equal(["5080", "5081", "5082"], made["Items"]!["ContainerPort"]!.AsArray().Select(port => (string)port!["Identity"]!));
        foreach (JsonNode? variable in made["Items"]!["ContainerEnvironmentVariable"]!.AsArray())
        {
            Assert.Contains($"{variable!["Identity"]}={variable["Value"]}", dockerfile, StringComparison.Ordinal);
        }
    }
}
