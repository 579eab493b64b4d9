namespace ServerlessMcp.JsonApi;

/// <summary>
/// Names of attributes that hold secrets. Only for documents that don't say which do: a state file has the marks of its variables, but those of the provider's schema
/// only since Terraform 1.10 or so, and a configuration has none. Where a document marks its values, its marks count.
/// </summary>
internal static class SecretName
{
    private static readonly string[] Words =
    [
        "password", "passwd", "passphrase", "secret", "token", "private_key", "secret_key", "access_key", "api_key", "connection_string", "credentials", "sas_url",
        "client_key", "kubeconfig", "kube_config", "kube_config_raw", "auth_key", "account_key", "shared_key", "preshared_key", "secret_string", "secret_binary",
        "private_key_pem", "private_key_openssh",
    ];

    /// <summary>Whether the name is one of these words, or ends in one: <c>master_password</c>, <c>tunnel1_preshared_key</c>.</summary>
    public static bool Is(string name) => Array.Exists(Words, word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase)
        && (name.Length == word.Length || name[^(word.Length + 1)] is '_' or '-' or '.'));
}
