using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using OuraTeams.Protocol.V1;

namespace OuraTeams.EndToEnd;

/// <summary>The README's calls are made as they stand there.</summary>
[Collection(PlatformTests.Name)]
public sealed partial class ReadmeTests(PlatformFixture platform)
{
    [Fact]
    public async Task Every_grpcurl_example_names_a_method_and_a_request_that_the_server_takes()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Root(), "README.md"));
        IReadOnlyList<MethodDescriptor> methods = [.. new[] { OrganizationServiceReflection.Descriptor, TeamServiceReflection.Descriptor, MetricsServiceReflection.Descriptor, FleetServiceReflection.Descriptor }
            .SelectMany(file => file.Services).SelectMany(service => service.Methods)];
        MatchCollection examples = Example().Matches(readme);
        Assert.True(examples.Count >= 8);
        foreach (Match example in examples)
        {
            MethodDescriptor method = methods.Single(known => $"{known.Service.FullName}/{known.Name}" == example.Groups["method"].Value);
            string json = example.Groups["json"].Value
                .Replace("demo-club", PlatformFixture.Organization, StringComparison.Ordinal)
                .Replace("first-team", PlatformFixture.Team, StringComparison.Ordinal);
            byte[] request = JsonParser.Default.Parse(json, method.InputType).ToByteArray();
            Assert.NotEmpty(await CallAsync(method, request));
        }
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    private async Task<byte[]> CallAsync(MethodDescriptor method, byte[] request)
    {
        var bytes = Marshallers.Create<byte[]>(value => value, value => value);
        var call = new Method<byte[], byte[]>(
            method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, method.Service.FullName, method.Name, bytes, bytes);
        CallInvoker invoker = platform.Client.Channel.CreateCallInvoker();
        var options = new CallOptions(platform.Client.Headers);
        if (!method.IsServerStreaming)
        {
            return await invoker.AsyncUnaryCall(call, null, options, request);
        }

        using AsyncServerStreamingCall<byte[]> stream = invoker.AsyncServerStreamingCall(call, null, options, request);
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        return stream.ResponseStream.Current;
    }

    [GeneratedRegex("^call -d '(?<json>.*)' 127.0.0.1:5081 (?<method>\\S+)$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
