// Bare Kestrel: what the SDK's template is, with the slim builder that the hosts use. What their cold starts are held against.
var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
app.MapGet("/", (RequestDelegate)(context =>
{
    context.Response.ContentLength = 5;
    return context.Response.WriteAsync("hello");
}));
app.Run();
