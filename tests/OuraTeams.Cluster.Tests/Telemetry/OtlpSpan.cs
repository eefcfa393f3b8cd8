using Google.Protobuf;

namespace OuraTeams.Cluster.Tests;

/// <summary>A span as it came by OTLP.</summary>
/// <param name="Node">The process that it is of.</param>
/// <param name="Trace">Trace id, in hexadecimal.</param>
/// <param name="Id">Span id.</param>
/// <param name="Parent">Id of the span that it is in; empty at the beginning of a trace.</param>
/// <param name="Source">Its activity source.</param>
/// <param name="Name">Its name.</param>
internal sealed record OtlpSpan(string Node, string Trace, string Id, string Parent, string Source, string Name)
{
    /// <summary>The attribute of the resource that says which process it is.</summary>
    public const string NodeKey = "test.node";

    /// <summary>Reads a body of <c>/v1/traces</c>, an ExportTraceServiceRequest of opentelemetry-proto 1.</summary>
    public static IEnumerable<OtlpSpan> Read(byte[] body)
    {
        foreach (ILookup<int, byte[]> group in Of(body, 1))
        {
            string node = Of(group[1].Single(), 1).Where(attribute => Text(attribute, 1) == NodeKey).Select(attribute => Text(Fields(attribute[2].Single()), 1)).Single();
            foreach (ILookup<int, byte[]> scope in group[2].Select(Fields))
            {
                string source = Text(Fields(scope[1].Single()), 1);
                foreach (ILookup<int, byte[]> span in scope[2].Select(Fields))
                {
                    yield return new OtlpSpan(node, Hex(span, 1), Hex(span, 2), Hex(span, 4), source, Text(span, 5));
                }
            }
        }
    }

    private static IEnumerable<ILookup<int, byte[]>> Of(byte[] message, int field) => Fields(message)[field].Select(Fields);

    private static string Text(ILookup<int, byte[]> fields, int field) => string.Concat(fields[field].Select(System.Text.Encoding.UTF8.GetString));

    private static string Hex(ILookup<int, byte[]> fields, int field) => string.Concat(fields[field].Select(Convert.ToHexStringLower));

    /// <summary>The fields of a message that have a length: texts, bytes and messages.</summary>
    private static ILookup<int, byte[]> Fields(byte[] message)
    {
        var fields = new List<(int Number, byte[] Value)>();
        using var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray()));
            }
            else
            {
                input.SkipLastField();
            }
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}
