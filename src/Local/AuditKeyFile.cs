using ServerlessMcp.Audit;

namespace ServerlessMcp.Local;

/// <summary>The key that signs exports of the audit trail, in the data folder: made when it is first needed, and
/// readable by this user alone.</summary>
internal static class AuditKeyFile
{
    /// <summary>Where it is.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "audit-key.pem");

    /// <summary>The private key in PEM.</summary>
    public static string ReadOrCreate(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        DurableFile.CreateFolder(dataDirectory);
        if (!File.Exists(path))
        {
            try
            {
                DurableFile.Write(path, Encoding.ASCII.GetBytes(AuditKey.Create()), overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another call was first; its key is as good.
            }
        }

        return File.ReadAllText(path);
    }
}
