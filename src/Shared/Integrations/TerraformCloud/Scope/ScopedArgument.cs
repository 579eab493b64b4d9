using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>An argument and its role.</summary>
internal sealed class ScopedArgument(Argument argument)
{
    /// <summary>The argument.</summary>
    public Argument Argument { get; } = argument;

    /// <summary>Its role.</summary>
    public ArgumentRole Role { get; } = ArgumentRoles.Of(argument).Role;

    /// <summary>The rule of what it names; null unless it is a <see cref="ArgumentRole.Resource"/>.</summary>
    public OwnerRule? Rule { get; } = ArgumentRoles.Of(argument).Rule;

    /// <summary>Whether it can say what a call is about.</summary>
    public bool IsAnchor => Argument.Place != ArgumentPlace.Answer
        && (Role == ArgumentRole.WorkspaceName || (Role == ArgumentRole.Resource && Rule is not null));
}
