namespace ServerlessMcp.Redaction.Secrets;

/// <summary>Credentials that have no form of their own, and are told by their vendor's name before them, as data. Which are
/// left out, and why, says <see cref="SecretForms"/>.</summary>
internal static class VendorSecretForms
{
    /// <summary>A secret that is told by its vendor's name before it (<c>DATADOG_API_KEY=…</c>): id, the name, its
    /// characters, and how many of them, from and to.</summary>
    public const string Lines = """
        adafruit-api-key adafruit w 32 32
        airtable-api-key airtable a 17 17
        algolia-api-key algolia a 32 32
        alibaba-secret-key alibaba a 30 30
        asana-client-secret asana a 32 32
        atlassian-legacy-api-token atlassian a 24 24
        atlassian-confluence-api-token confluence a 24 24
        atlassian-jira-api-token jira a 24 24
        beamer-api-token beamer t 46 46
        bitbucket-client-secret bitbucket t 64 64
        bittrex-secret-key bittrex a 32 32
        cisco-meraki-api-key meraki h 40 40
        cloudflare-api-key cloudflare w 40 40
        cloudflare-global-api-key cloudflare h 37 37
        codecov-access-token codecov a 32 32
        cohere-api-token cohere a 40 40
        coinbase-access-token coinbase w 64 64
        confluent-secret-key confluent a 64 64
        contentful-delivery-api-token contentful t 43 43
        datadog-access-token datadog a 40 40
        datadog-api-key datadog a 32 32
        discord-api-token discord h 64 64
        discord-client-secret discord t 32 32
        droneci-access-token droneci a 32 32
        dropbox-long-lived-api-token dropbox t 64 64
        dropbox-short-lived-api-token dropbox t 138 138
        etsy-access-token etsy a 24 24
        facebook-secret facebook h 32 32
        fastly-api-token fastly t 32 32
        finicity-api-token finicity h 32 32
        finicity-client-secret finicity a 20 20
        finnhub-access-token finnhub a 20 20
        flickr-access-token flickr a 32 32
        freshbooks-access-token freshbooks a 64 64
        gitter-access-token gitter w 40 40
        heroku-api-key heroku g 36 36
        hubspot-api-key hubspot g 36 36
        intercom-api-key intercom t 60 60
        jfrog-api-key jfrog a 64 73
        artifactory-key artifactory a 64 73
        bintray-key bintray a 64 73
        kraken-access-token kraken b 80 90
        kucoin-access-token kucoin h 24 24
        kucoin-secret-key kucoin g 36 36
        launchdarkly-access-token launchdarkly t 40 40
        linkedin-client-secret linkedin a 16 16
        lob-api-key lob w 40 40
        looker-client-secret looker a 24 24
        mailchimp-api-key mailchimp w 35 37
        mailgun-signing-key mailgun w 50 50
        mattermost-access-token mattermost a 26 26
        messagebird-api-token messagebird a 25 25
        netlify-access-token netlify t 40 46
        new-relic-user-api-id newrelic a 64 64
        new-relic-user-api-id-kebab new-relic a 64 64
        new-relic-user-api-id-snake new_relic a 64 64
        nytimes-access-token nytimes t 32 32
        okta-access-token okta t 42 42
        plaid-api-token plaid w 51 55
        plaid-secret-key plaid a 30 30
        privateai-api-token privateai a 32 32
        rapidapi-access-token rapidapi w 50 50
        sendbird-access-token sendbird h 40 40
        sentry-access-token sentry h 64 64
        snyk-api-token snyk g 36 36
        sonar-api-token sonar t 40 44
        squarespace-access-token squarespace g 36 36
        sumologic-access-token sumo a 64 64
        telegram-bot-api-token telegr c 40 52
        travisci-access-token travis a 22 22
        twitch-api-token twitch a 30 30
        twitter-access-secret twitter a 45 45
        twitter-access-token twitter w 36 66
        twitter-api-secret twitter a 50 50
        twitter-bearer-token twitter p 100 122
        yandex-aws-access-token yandex w 40 40
        zendesk-secret-key zendesk a 40 40
        """;
}
