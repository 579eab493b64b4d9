using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>The tools as clients hand them to models, and their arguments as clients send them.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task Under_each_preset_every_name_is_within_the_client_s_published_limit_and_none_become_equal()
    {
        await using var aws = await AwsProduct.StartAsync();
        EveryCatalog.AssertNamesFit(aws.Product);
    }

    [Fact]
    public async Task Whatever_clients_make_of_an_argument_the_call_is_that_which_was_meant_or_refused_by_its_name()
    {
        await using var aws = await AwsProduct.StartAsync();
        EveryCatalog.AssertBentArgumentsMeanNothingElse(aws.Product);
    }

    [Fact]
    public async Task No_text_names_a_tool_that_a_URL_may_lack()
    {
        await using var aws = await AwsProduct.StartAsync();
        EveryCatalog.AssertNoSentenceNamesATool(aws.Product, "src", "Integrations.Aws");
    }
}
