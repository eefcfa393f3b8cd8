using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace OuraTeams.Server.Storage;

/// <summary>Seals the keys of Data Protection with one derived from the master key.</summary>
internal sealed class SealedXmlEncryptor(MasterKey master) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        byte[] bytes = StateCipher.Seal(
            SealedXml.Key(master), master.Id.Span, SealedXml.Place, System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement(SealedXml.Element, Convert.ToBase64String(bytes)), typeof(SealedXmlDecryptor));
    }
}
