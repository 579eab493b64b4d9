namespace ServerlessMcp.Sandbox.Model;

internal sealed class User(string id, string username, string email) : Entity(id)
{
    public override string Type => "users";

    public override Organization? Organization => null;

    public string Username { get; } = username;

    public string Email { get; } = email;

    public bool IsServiceAccount { get; init; }
}
