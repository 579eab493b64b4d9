namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>Which products have an endpoint. A tool of the other product does not exist for an account.</summary>
public enum Availability
{
    /// <summary>HCP Terraform and Terraform Enterprise.</summary>
    Both,

    /// <summary>HCP Terraform only.</summary>
    HcpOnly,

    /// <summary>Terraform Enterprise only.</summary>
    EnterpriseOnly,
}
