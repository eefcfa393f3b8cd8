using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace OuraTeams.Server.Storage;

/// <summary>Opens what <see cref="SealedXmlEncryptor"/> sealed. Data Protection creates it by its full name, which is stored: never rename or move it.</summary>
internal sealed class SealedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly MasterKey _master = services.GetRequiredService<MasterKey>();

    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(System.Text.Encoding.UTF8.GetString(
        StateCipher.Open(SealedXml.Key(_master), _master.Id.Span, SealedXml.Place, Convert.FromBase64String(encryptedElement.Value))));
}
