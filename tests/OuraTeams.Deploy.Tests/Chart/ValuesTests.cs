namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>Wrong values are refused with a sentence, before anything reaches a cluster.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("replicas=3", "additional properties 'replicas' not allowed")]
    [InlineData("silo.replica=3", "'/silo': additional properties 'replica' not allowed")]
    [InlineData("mode=clustered", "'/mode': value must be one of 'cluster', 'single'")]
    [InlineData("silo.replicas=many", "'/silo/replicas': got string, want integer")]
    [InlineData("silo.replicas=0", "'/silo/replicas': minimum: got 0, want 1")]
    [InlineData("ports.http=70000", "'/ports/http': maximum: got 70,000, want 65,535")]
    [InlineData("image.pullPolicy=Sometimes", "'/image/pullPolicy'")]
    [InlineData("image.digest=sha256:1234", "'/image/digest'")]
    [InlineData("webhooks.publicUrl=teams.example.org", "'/webhooks/publicUrl'")]
    [InlineData("heapPercent=95", "'/heapPercent': maximum: got 95, want 90")]
    [InlineData("silo.resources.limits.memory=2GB", "'/silo/resources/limits/memory'")]
    [InlineData("silo.resources.limits.disk=2Gi", "invalid propertyName 'disk'")]
    [InlineData("silo.autoscaling.queueLag.kind=Object", "'/silo/autoscaling/queueLag/kind'")]
    [InlineData("shutdown.timeoutSeconds=1", "'/shutdown/timeoutSeconds': minimum: got 1, want 10")]
    [InlineData("cluster.clusterId=Blue", "'/cluster/clusterId'")]
    [InlineData("scheduling.zones=Always", "'/scheduling/zones'")]
    [InlineData("networkPolicy.httpFrom[0].podselector.x=y", "'/networkPolicy/httpFrom/0': additional properties 'podselector' not allowed")]
    [InlineData("oura.apps.main.clientSecret=hunter2", "'/oura/apps/main': additional properties 'clientSecret' not allowed")]
    [InlineData("secrets.masterKey.value=AAAA", "'/secrets/masterKey': additional properties 'value' not allowed")]
    [InlineData("settings.Storage:MasterKey=AAAA", "invalid propertyName 'Storage:MasterKey'")]
    [InlineData("settings.Storage:masterKey=AAAA", "invalid propertyName 'Storage:masterKey'")]
    [InlineData("settings.STORAGE:redis=AAAA", "invalid propertyName 'STORAGE:redis'")]
    [InlineData("settings.Storage:keysRedis=AAAA", "invalid propertyName 'Storage:keysRedis'")]
    [InlineData("settings.Storage__masterKey=AAAA", "invalid propertyName 'Storage__masterKey'")]
    [InlineData("settings.Access:Token=AAAA", "invalid propertyName 'Access:Token'")]
    [InlineData("settings.Oura:Apps:main:ClientSecret=AAAA", "invalid propertyName 'Oura:Apps:main:ClientSecret'")]
    [InlineData("settings.Listen:HttpPort=8080", "invalid propertyName 'Listen:HttpPort'")]
    public async Task The_schema_refuses(string value, string named)
    {
        ToolResult refused = await RenderAsync("cluster", value);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(named, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster", "image.repository=", "image.repository is required")]
    [InlineData("cluster", "webhooks.publicUrl=", "webhooks.publicUrl is required")]
    [InlineData("cluster", "redis.existingSecret=", "redis.existingSecret is required")]
    [InlineData("cluster", "secrets.masterKey.existingSecret=", "secrets.masterKey.existingSecret is required")]
    [InlineData("cluster", "secrets.accessToken.existingSecret=", "secrets.accessToken.existingSecret is required")]
    [InlineData("trial", "redis.trial.existingSecret=", "redis.trial.existingSecret is required")]
    [InlineData("enterprise", "silo.autoscaling.minReplicas=25", "silo.autoscaling.minReplicas must not be greater than maxReplicas")]
    [InlineData("cluster", "shutdown.drainSeconds=120", "shutdown.drainSeconds must be less than shutdown.timeoutSeconds")]
    [InlineData("enterprise", "ingress.grpc.host=", "ingress.grpc.host is required")]
    [InlineData("enterprise", "gatewayApi.http.parentRefs=null", "parentRefs")]
    public async Task What_is_missing_is_named(string values, string value, string named)
    {
        ToolResult refused = await RenderAsync(values, value);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(named, refused.Error, StringComparison.Ordinal);
    }

    private static Task<ToolResult> RenderAsync(string values, string value) =>
        Tool.HelmAsync("template", Rendering.Release, Repository.Chart, "-f", Rendering.ValuesOf(values), "--set", value);
}
