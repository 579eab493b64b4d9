using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServerlessMcp.Hosting;

/// <summary>
/// Options that are named where they are added, so that the compiler makes their types. Those that services make of the
/// open <c>IOptions&lt;&gt;</c> are built from parts at run time: six types for each, of 0.3 ms.
/// </summary>
internal static class ClosedOptions
{
    /// <summary>Adds <typeparamref name="T"/> as the framework would make it.</summary>
    public static void AddClosedOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        this IServiceCollection services)
        where T : class =>
        services.AddSingleton<IOptions<T>>(provider => new OptionsManager<T>(new OptionsFactory<T>(
            provider.GetServices<IConfigureOptions<T>>(), provider.GetServices<IPostConfigureOptions<T>>(),
            provider.GetServices<IValidateOptions<T>>())));
}
