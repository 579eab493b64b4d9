using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Settings of a whole Terraform Enterprise installation, for its site admins.</summary>
internal static class AdminSettings
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] CostEstimationFields =
        ["enabled", "aws_enabled", "aws_instance_profile_enabled", "gcp_enabled", "azure_enabled"];

    private static readonly string[] CustomizationFields = ["support_email_address", "login_help", "footer", "error", "new_user"];

    private static readonly string[] GeneralFields =
    [
        "limit_user_organization_creation", "api_rate_limiting_enabled", "api_rate_limit",
        "send_passing_statuses_for_untriggered_speculative_plans",
        "allow_speculative_plans_on_pull_requests_from_forks", "require_two_factor_for_admins",
        "fair_run_queuing_enabled", "default_remote_state_access",
        "plan_timeout", "apply_timeout",
    ];

    private static readonly string[] SamlFields =
    [
        "enabled", "debug", "provider_type", "attr_username", "attr_groups", "attr_site_admin", "site_admin_role",
        "sso_api_token_session_timeout",
        "team_management_enabled", "authn_requests_signed", "want_assertions_signed", "signature_signing_method",
        "signature_digest_method",
    ];

    private static readonly string[] SmtpFields = ["enabled", "host", "port", "sender", "auth", "username"];

    private static readonly string[] TwilioFields = ["enabled", "account_sid", "from_number"];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_admin_general_setting_by_id", "/admin/general-settings",
            "general-settings", Area,
            "Read general settings: rate limit, timeouts, who may create organizations.") with
        {
            DefaultFields = GeneralFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_general_setting_by_id", "/admin/general-settings",
            "general-settings", Effect.Destroy, Area,
            "Change general settings; what you leave out stays.") with
        {
            Arguments =
            [
                Attribute("limit_user_organization_creation", JsonKind.Boolean, "Only site admins create organizations."),
                Attribute("api_rate_limiting_enabled", JsonKind.Boolean, "Limit requests."),
                Attribute("api_rate_limit", JsonKind.Integer, "Requests a second; at least 30."),
                Attribute("send_passing_statuses_for_untriggered_speculative_plans", JsonKind.Boolean, "To VCS."),
                Attribute("allow_speculative_plans_on_pull_requests_from_forks", JsonKind.Boolean, "May leak secrets."),
                Attribute("default_remote_state_access", JsonKind.Boolean, "New workspaces share state."),
                Attribute("plan_timeout", JsonKind.Text, "2h, 45m…"),
                Attribute("apply_timeout", JsonKind.Text, "24h, 45m…"),
            ],
            DefaultFields = GeneralFields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_cost_estimation", "/admin/cost-estimation-settings",
            "cost-estimation-settings", Area,
            "Whether cost estimation is on, and its cloud credentials.") with
        {
            DefaultFields = CostEstimationFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_cost_estimation", "/admin/cost-estimation-settings",
            "cost-estimation-settings", Effect.Destroy, Area,
            "Turn cost estimation on or off, or give it cloud credentials.") with
        {
            Arguments =
            [
                Attribute("enabled", JsonKind.Boolean, "On or off."),
                Attribute("aws_access_key_id", JsonKind.Text, "AWS key id."),
                Attribute("aws_secret_key", JsonKind.Text, "AWS secret.").Secret(),
                Attribute("gcp_credentials", JsonKind.Text, "Service account key (JSON).").Secret(),
                Attribute("azure_client_id", JsonKind.Text, "Azure client."),
                Attribute("azure_client_secret", JsonKind.Text, "Azure secret.").Secret(),
                Attribute("azure_subscription_id", JsonKind.Text, "Azure subscription."),
                Attribute("azure_tenant_id", JsonKind.Text, "Azure tenant."),
            ],
            DefaultFields = CostEstimationFields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_customization_setting", "/admin/customization-settings",
            "customization-settings", Area,
            "Read the installation's own texts: support address, login help, footer, error page.") with
        {
            DefaultFields = CustomizationFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_customization_setting", "/admin/customization-settings",
            "customization-settings", Effect.Mutate, Area,
            "Change the installation's own texts; what you leave out stays.") with
        {
            Arguments =
            [
                Attribute("support_email_address", JsonKind.Text, "For users."),
                Attribute("login_help", JsonKind.Text, "On the login page."),
                Attribute("footer", JsonKind.Text, "On every page."),
                Attribute("error", JsonKind.Text, "On error pages."),
                Attribute("new_user", JsonKind.Text, "For users without organization."),
            ],
            DefaultFields = CustomizationFields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_saml_setting_by_id", "/admin/saml-settings", "saml-settings", Area,
            "Read SAML single sign-on settings. Certificates and endpoint URLs only if fields asks for them.") with
        {
            DefaultFields = SamlFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_saml_setting_by_id", "/admin/saml-settings", "saml-settings",
            Effect.Destroy, Area,
            "Change SAML single sign-on. A mistake locks users out: keep a site admin with password.") with
        {
            Arguments =
            [
                Attribute("enabled", JsonKind.Boolean, "On or off."),
                Attribute("debug", JsonKind.Boolean, "Show assertions on login errors.").Rare(),
                Attribute("provider_type", JsonKind.Text, "Identity provider.").OneOf("okta", "entra", "saml", "unknown"),
                Attribute("idp_cert", JsonKind.Text, "PEM of the identity provider."),
                Attribute("slo_endpoint_url", JsonKind.Text, "Logout URL."),
                Attribute("sso_endpoint_url", JsonKind.Text, "Login URL."),
                Attribute("attr_username", JsonKind.Text, "Attribute with the username.").Rare(),
                Attribute("attr_groups", JsonKind.Text, "Attribute with the teams.").Rare(),
                Attribute("attr_site_admin", JsonKind.Text, "Attribute with the admin role.").Rare(),
                Attribute("site_admin_role", JsonKind.Text, "Role that makes site admins.").Rare(),
                Attribute("sso_api_token_session_timeout", JsonKind.Integer, "Seconds.").Rare(),
                Attribute("certificate", JsonKind.Text, "PEM to sign requests.").Rare(),
                Attribute("private_key", JsonKind.Text, "Its PEM key.").Secret().Rare(),
                Attribute("team_management_enabled", JsonKind.Boolean, "SAML decides teams.").Rare(),
                Attribute("authn_requests_signed", JsonKind.Boolean, "Sign requests.").Rare(),
                Attribute("want_assertions_signed", JsonKind.Boolean, "Demand signatures.").Rare(),
                Attribute("signature_signing_method", JsonKind.Text, "Default SHA256.").OneOf("SHA1", "SHA256").Rare(),
                Attribute("signature_digest_method", JsonKind.Text, "Default SHA256.").OneOf("SHA1", "SHA256").Rare(),
            ],
            DefaultFields = SamlFields,
        },

        Action("hashicorp_terraform_cloud_admin_saml_revoke_old_certificate", HttpMethod.Post,
            "/admin/saml-settings/actions/revoke-old-certificate",
            "saml-settings",
            Effect.Destroy, Area,
            "Stop trusting the identity provider's previous certificate, once the new one works.") with
        {
            DefaultFields = SamlFields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_smtp_setting_by_id", "/admin/smtp-settings", "smtp-settings", Area,
            "Read how mail is sent, without the password.") with
        {
            DefaultFields = SmtpFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_smtp_setting_by_id", "/admin/smtp-settings", "smtp-settings",
            Effect.Destroy, Area,
            "Change how mail is sent; test_email_address gets a test before it is saved.") with
        {
            Arguments =
            [
                Attribute("enabled", JsonKind.Boolean, "On or off."),
                Attribute("host", JsonKind.Text, "Server."),
                Attribute("port", JsonKind.Integer, "Server's port."),
                Attribute("sender", JsonKind.Text, "From address."),
                Attribute("auth", JsonKind.Text, "How to log in.").OneOf("none", "plain", "login"),
                Attribute("username", JsonKind.Text, "Unless none."),
                Attribute("password", JsonKind.Text, "Unless none.").Secret(),
                Attribute("test_email_address", JsonKind.Text, "Gets a test mail."),
            ],
            DefaultFields = SmtpFields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_twilio_setting_by_id", "/admin/twilio-settings", "twilio-settings", Area,
            "Read how text messages (two-factor codes) are sent.") with
        {
            DefaultFields = TwilioFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_twilio_setting_by_id", "/admin/twilio-settings",
            "twilio-settings", Effect.Destroy, Area,
            "Change the Twilio account for text messages; verify it next.") with
        {
            Arguments =
            [
                Attribute("enabled", JsonKind.Boolean, "On or off."),
                Attribute("account_sid", JsonKind.Text, "Twilio account."),
                Attribute("auth_token", JsonKind.Text, "Its token.").Secret(),
                Attribute("from_number", JsonKind.Text, "Sender: +15551234567."),
            ],
            DefaultFields = TwilioFields,
        },

        Action("hashicorp_terraform_cloud_admin_twilio_settings_verify", HttpMethod.Post,
            "/admin/twilio-settings/verify", "twilio-settings", Effect.Mutate, Area,
            "Send a test message with the saved Twilio settings.") with
        {
            Arguments = [Attribute("test_number", JsonKind.Text, "Receiver: +15551234567.").Required()],
            Shape = ResponseShape.NoContent,
            Next = "Ask the receiver whether the message came.",
        },

        Action("hashicorp_terraform_cloud_admin_oidc_settings_rotate_key", HttpMethod.Post,
            "/admin/oidc-settings/actions/rotate-key", "oidc-settings",
            Effect.Mutate, Area,
            "Make a new key for signing workload identity tokens; old ones stay valid until trimmed.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "Trim old keys once all tokens signed with them have expired.",
        },

        Action("hashicorp_terraform_cloud_admin_oidc_settings_trim_key", HttpMethod.Post,
            "/admin/oidc-settings/actions/trim-key", "oidc-settings",
            Effect.Destroy, Area,
            "Remove old workload identity signing keys; tokens signed with them stop working.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Watch that runs still get cloud credentials.",
        },
    ]);
}
