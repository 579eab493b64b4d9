// Bare Kestrel, published as the hosts are: what their cold starts are held against.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/", (RequestDelegate)(context =>
{
    context.Response.ContentLength = 5;
    return context.Response.WriteAsync("hello");
}));
app.Run();
