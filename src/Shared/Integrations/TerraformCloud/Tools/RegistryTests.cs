using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tests of private modules (<c>terraform test</c>), and their variables.</summary>
internal static class RegistryTests
{
    private const string Module =
        "/organizations/{organization_name}/tests/registry-modules/{registry_name}/{namespace}/{name}/{provider}";

    private const string TestRuns = Module + "/test-runs", Variables = Module + "/vars";

    private const string ReadTest = "Read the test run until its status is canceled.";

    private static readonly string[] Area = ["registry-tests"];

    private static readonly string[] Fields =
    [
        "id", "status", "test_status", "tests_passed", "tests_failed", "tests_errored", "tests_skipped", "source",
        "created_at", "configuration_version_id",
    ];

    private static readonly string[] VariableFields = ["id", "key", "value", "category", "sensitive", "hcl", "description"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_registry_test_runs",
            TestRuns, "test-runs", Area,
            "List a module's test runs with their counts.") with
        {
            Arguments = [Query("source", "filter[source]", JsonKind.Text, "Where it came from.")
                .OneOf("terraform", "tfe-api", "tfe-configuration-version")],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_test_run_by_id",
            TestRuns + "/{test_run_id}", "test-runs", Area,
            "Read a test run, until finished, errored or canceled.") with
        {
            DefaultFields = [.. Fields, "status_timestamps"],
        },

        Create("create_a_hashicorp_terraform_cloud_registry_test_run",
            TestRuns, "test-runs", Effect.Destroy, Area,
            "Run a module's tests on an uploaded configuration version. Tests may create and remove real resources.") with
        {
            // A test applies, whatever it then takes away again.
            Adds = new() { Tools = [Runs.Apply] },
            Arguments =
            [
                Relationship("configuration_version_id", "configuration-versions", "cv-…"),
                Relationship("registry_module_id", "registry-modules", "mod-…"),
                Attribute("test_directory", JsonKind.Text, "Default tests."),
                Attribute("filters", JsonKind.TextList, "Only these test files."),
                Attribute("verbose", JsonKind.Boolean, "Print plan or state of each block."),
                Attribute("parallelism", JsonKind.Integer, "Operations at once."),
                Attribute("variables", JsonKind.RecordList, "For this test run only.").Secret() with
                {
                    Members =
                    [
                        Member("key", JsonKind.Text, "Name.").Required(),
                        Member("value", JsonKind.Text, "HCL literal; strings in quotes.").Required(),
                    ],
                },
            ],
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_registry_test_runs_cancel", HttpMethod.Post,
            TestRuns + "/{test_run_id}/cancel", "test-runs",
            Effect.Destroy, Area,
            "Stop a test run cleanly: it removes what it made.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadTest,
        },

        Action("hashicorp_terraform_cloud_registry_test_runs_force_cancel", HttpMethod.Post,
            TestRuns + "/{test_run_id}/force-cancel", "test-runs",
            Effect.Destroy, Area,
            "Kill a test run that a cancel did not stop. What it made may stay behind.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadTest,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_test_run_cleanup",
            TestRuns + "/{test_run_id}/cleanups/{cleanup_id}", "test-run-cleanups", Area,
            "Read how a test run's cleanup went.") with
        {
            DefaultFields = ["id", "status", "repair_mode", "result_summary", "created_at", "test_run_id"],
        },

        Create("create_a_hashicorp_terraform_cloud_registry_test_config_version",
            TestRuns + "/configuration-versions", "configuration-versions", Effect.Mutate, Area,
            "Upload a module with its tests; then create the test run with its id.") with
        {
            Arguments = [UploadFiles("files", "upload-url", "tests/a.tftest.hcl…").Required()],
            DefaultFields = ["id", "status", "source"],
        },

        List("list_all_hashicorp_terraform_cloud_registry_test_variables",
            Variables, "vars", Area,
            "List the variables a module's tests run with; sensitive ones have no value.") with
        {
            DefaultFields = VariableFields,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_test_variable",
            Variables + "/{variable_id}", "vars", Area,
            "Read a variable of a module's tests.") with
        {
            DefaultFields = VariableFields,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_test_variable",
            Variables, "vars", Effect.Mutate, Area,
            "Give a module's tests a variable, such as credentials.") with
        {
            Arguments = Variable(Attribute("key", JsonKind.Text, "Name.").Required(), Category.Required()),
            DefaultFields = VariableFields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_test_variable",
            Variables + "/{variable_id}", "vars", Effect.Destroy, Area,
            "Change a variable of a module's tests; what you leave out stays.") with
        {
            Arguments = Variable(Attribute("key", JsonKind.Text, "New name."), Category),
            DefaultFields = VariableFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_test_variable",
            Variables + "/{variable_id}", "vars", Area,
            "Remove a variable from a module's tests."),

        ReadLink("hashicorp_terraform_cloud_registry_test_runs_logs",
            TestRuns + "/{test_run_id}", "log-read-url",
            "test-runs", ResponseShape.Log, Area,
            "Read a test run's log: which test failed, and why."),
    ];

    private static Argument Category =>
        Attribute("category", JsonKind.Text, "Tests take environment variables only.").OneOf("env");

    private static Argument[] Variable(Argument key, Argument category) =>
    [
        key,
        Attribute("value", JsonKind.Text, "As text.").Secret(),
        category,
        Attribute("hcl", JsonKind.Boolean, "value is HCL."),
        Attribute("sensitive", JsonKind.Boolean, "Hide for good."),
        Attribute("description", JsonKind.Text, "Purpose."),
    ];
}
