using System.Text;
using CsCheck;

namespace OuraTeams.Oura.Tests;

/// <summary>Bytes that look somewhat like what Oura sends.</summary>
internal static class Garbage
{
    private static readonly string[] Splinters =
    [
        "\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "\\u0000", "null", "true", "-1", "1e999", "9223372036854775808", "\"\"", "\0", "\u00e9", "{}", "[]",
    ];

    /// <summary>The text with some places overwritten, cut out or filled, or cut short.</summary>
    public static Gen<byte[]> Damaged(string text)
    {
        byte[] whole = Encoding.UTF8.GetBytes(text);
        Gen<byte[]> splinter = Gen.Frequency(
            (3, Gen.Byte.Array[1, 3]),
            (3, Gen.OneOf(Splinters).Select(Encoding.UTF8.GetBytes)),
            (1, Gen.Const(Array.Empty<byte>())));
        Gen<(int At, int Length, byte[] Instead)> wound = Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, 6], splinter);
        return Gen.Select(wound.Array[1, 4], Gen.Frequency((4, Gen.Const(int.MaxValue)), (1, Gen.Int[0, whole.Length]))).Select((wounds, length) =>
        {
            IEnumerable<byte> bytes = whole;
            foreach ((int at, int removed, byte[] instead) in wounds)
            {
                bytes = [.. bytes.Take(at), .. instead, .. bytes.Skip(at + removed)];
            }

            return bytes.Take(length).ToArray();
        });
    }
}
