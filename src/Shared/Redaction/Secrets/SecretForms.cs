namespace ServerlessMcp.Redaction.Secrets;

/// <summary>
/// The forms of credentials, as data. Most are what the rules of Gitleaks know of them (MIT;
/// <see href="https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml"/>, as of July 2026), and what
/// their vendors' own pages say of newer ones, written as what they have in common: how a token begins, of which
/// characters the rest is, and how long it is at least. A token that is cut is one too, so most lengths are less than
/// the vendors say. Left out, with the reason:
/// <list type="bullet">
/// <item>identifiers that open nothing: adobe-client-id, asana-client-id, bitbucket-client-id, bittrex-access-key,
/// confluent-access-token (an id of 16 characters), discord-client-id, linkedin-client-id, lob-pub-api-key,
/// looker-client-id, mailgun-pub-key, messagebird-client-id, plaid-client-id, sendbird-access-id, sumologic-access-id,
/// flutterwave-public-key, twitter-api-key, mapbox public tokens;</item>
/// <item>rules over several lines with unbounded repetitions, which take a time by the square of the text, in any
/// engine that backtracks, and are refused by the one that does not: curl-auth-header, curl-auth-user (what they find
/// is found by <c>Authorization</c>, <c>Bearer</c> and <c>Basic</c>), kubernetes-secret-yaml, jwt-base64 (of which
/// <c>ZXlK</c> is kept);</item>
/// <item>names too short to be told from words, before values that are no different from hashes: linear-client-secret,
/// dropbox-api-token (15 characters), facebook-access-token, freemius-secret-key, sidekiq-secret, sidekiq-sensitive-url
/// (a password within a URL), nuget-config-password, hashicorp-tf-password and generic-api-key
/// (<see cref="SecretAssignment"/> instead);</item>
/// <item>pkcs12-file, a rule about the names of files.</item>
/// </list>
/// </summary>
internal static class SecretForms
{
    /// <summary>
    /// A token by its beginning: id, beginning, characters of the rest (see <see cref="SecretAlphabet"/>), how many at
    /// least, and flags: X exactly so many, D a digit among them, C an upper case letter and a lower case one, i either
    /// case of the beginning, B what stands before does not matter, &lt; the token begins before.
    /// </summary>
    public const string Tokens = """
        serverlessmcp-url-token smcp_ w 16
        serverlessmcp-api-token smcpapi_ w 16
        hashicorp-tf-api-token .atlasv1. w 16 <B
        vault-service-token hvs. w 16
        vault-batch-token hvb. w 16
        vault-recovery-token hvr. w 16
        vault-legacy-service-token s. a 24 XD
        github-pat ghp_ w 16
        github-oauth gho_ w 16
        github-user-token ghu_ w 16
        github-app-token ghs_ w 16
        github-refresh-token ghr_ w 16
        github-fine-grained-pat github_pat_ w 16
        gitlab-pat glpat- t 16
        gitlab-cicd-job-token glcbt- w 16
        gitlab-deploy-token gldt- w 16
        gitlab-feature-flag-client-token glffct- w 16
        gitlab-feed-token glft- w 16
        gitlab-incoming-mail-token glimt- w 16
        gitlab-kubernetes-agent-token glagent- w 16
        gitlab-oauth-app-secret gloas- w 16
        gitlab-ptt glptt- w 16
        gitlab-rrt GR1348941 w 16
        gitlab-runner-authentication-token glrt- t 16
        gitlab-scim-token glsoat- w 16
        gitlab-session-cookie _gitlab_session= a 16 B
        slack-bot-token xoxb- w 12
        slack-user-token xoxp- w 12
        slack-config-token xoxe- w 12
        slack-config-access-token xoxe. t 12
        slack-legacy-token xoxo- w 12
        slack-legacy-session-token xoxs- w 12
        slack-legacy-workspace-token xoxa- w 12
        slack-legacy-refresh-token xoxr- w 12
        slack-app-token xapp- w 16
        slack-webhook-url hooks.slack.com/ n 16 B
        microsoft-teams-webhook webhook.office.com/ n 16 B
        discord-webhook discord.com/api/webhooks/ n 16 B
        discord-webhook-legacy discordapp.com/api/webhooks/ n 16 B
        telegram-bot-url api.telegram.org/bot n 20 B
        aws-access-token AKIA U 16 X
        aws-session-access-token ASIA U 16 X
        aws-bearer-access-token ABIA U 16 X
        aws-context-access-token ACCA U 16 X
        aws-legacy-access-token A3T U 17 X
        aws-amazon-bedrock-api-key-long-lived ABSK b 40
        aws-amazon-bedrock-api-key-short-lived bedrock-api-key- b 20
        gcp-api-key AIza w 30
        gcp-oauth-access-token ya29. t 20
        gcp-oauth-client-secret GOCSPX- w 16
        azure-ad-client-secret Q~ t 31 <B
        npm-access-token npm_ a 20
        pypi-upload-token pypi-AgE w 20
        rubygems-api-token rubygems_ a 20
        clojars-api-token CLOJARS_ a 30 i
        nuget-api-key oy2 a 43 XD
        docker-pat dckr_pat_ w 16
        docker-oat dckr_oat_ w 16
        openai-api-key sk- w 20 DC
        anthropic-api-key sk-ant- w 20
        stripe-live-key sk_live_ a 10
        stripe-test-key sk_test_ a 10
        stripe-prod-key sk_prod_ a 10
        stripe-restricted-live-key rk_live_ a 10
        stripe-restricted-test-key rk_test_ a 10
        stripe-restricted-prod-key rk_prod_ a 10
        stripe-webhook-secret whsec_ b 16
        sendgrid-api-token SG. t 40
        sendinblue-api-token xkeysib- w 32
        mailchimp-mandrill-key md- w 22 XDC
        twilio-api-key SK h 32 X
        huggingface-access-token hf_ a 30
        huggingface-organization-api-token api_org_ a 30
        perplexity-api-key pplx- a 30
        groq-api-key gsk_ a 30
        digitalocean-access-token doo_v1_ h 32
        digitalocean-pat dop_v1_ h 32
        digitalocean-refresh-token dor_v1_ h 32
        databricks-api-token dapi h 32
        doppler-api-token dp.pt. w 24
        doppler-service-token dp.st. t 24
        duffel-test-token duffel_test_ w 24
        duffel-live-token duffel_live_ w 24
        dynatrace-api-token dt0c01. t 40
        easypost-api-token EZAK a 54 X
        easypost-test-api-token EZTK a 54 X
        facebook-page-access-token EAAM a 80
        facebook-page-access-token-c EAAC a 80
        flutterwave-secret-key FLWSECK w 12
        flyio-access-token fo1_ w 32
        flyio-macaroon fm1a_ b 60
        flyio-macaroon-r fm1r_ b 60
        flyio-macaroon-2 fm2_ b 60
        frameio-api-token fio-u- w 40
        grafana-api-key eyJrIjoi b 40
        grafana-cloud-api-token glc_ b 30
        grafana-service-account-token glsa_ w 30
        harness-pat pat. t 60
        harness-sat sat. t 60
        airtable-pat pat t 79 XD
        heroku-api-key-v2 HRKU-AA w 40
        infracost-api-token ico- a 32 X
        intra42-client-secret s-s4t2ud- h 40
        intra42-client-secret-af s-s4t2af- h 40
        linear-api-key lin_api_ a 32
        maxmind-license-key _mmk a 0 <Bm
        notion-api-token ntn_ a 40
        notion-legacy-token secret_ a 43 XD
        octopus-deploy-api-key API- u 26 X
        openshift-user-token sha256~ w 40
        planetscale-api-token pscale_tkn_ t 20
        planetscale-oauth-token pscale_oauth_ t 20
        planetscale-password pscale_pw_ t 20
        postman-api-token PMAK- w 40
        prefect-api-token pnu_ a 30
        pulumi-api-token pul- h 40
        readme-api-token rdme_ a 40
        scalingo-api-token tk-us- w 40
        sentry-org-token sntrys_ b 40
        sentry-user-token sntryu_ h 40
        settlemint-application-access-token sm_aat_ a 16
        settlemint-personal-access-token sm_pat_ a 16
        settlemint-service-access-token sm_sat_ a 16
        shippo-live-token shippo_live_ h 32
        shippo-test-token shippo_test_ h 32
        shopify-access-token shpat_ h 24
        shopify-custom-access-token shpca_ h 24
        shopify-private-app-access-token shppa_ h 24
        shopify-shared-secret shpss_ h 24
        sourcegraph-access-token sgp_ w 40
        square-access-token sq0atp- w 20
        square-oauth-secret sq0csp- w 20
        square-legacy-access-token EAAA w 40
        typeform-api-token tfp_ t 40
        1password-secret-key A3- w 29 D
        1password-service-account-token ops_eyJ b 60
        adobe-client-secret p8e- a 32
        age-secret-key AGE-SECRET-KEY-1 u 40
        alibaba-access-key-id LTAI a 20
        artifactory-api-key AKCp a 60
        artifactory-reference-token cmVmd a 50
        authress-service-client-access-key authress_ t 60
        authress-service-client-access-key-sc scauth_ t 60
        clickhouse-cloud-api-secret-key 4b1d a 38 X
        cloudflare-origin-ca-key v1.0- w 100
        new-relic-user-api-key NRAK- a 20
        new-relic-browser-api-token NRJS- h 16
        new-relic-insert-key NRII- w 24
        gocardless-live-token live_ w 40 D
        mailgun-private-api-token key- h 32 X
        mapbox-secret-token sk.eyJ t 40
        yandex-api-key AQVN w 30
        yandex-access-token t1. t 80
        atlassian-api-token ATATT3 t 40
        atlassian-connect-token ATCTT3 t 40
        bitbucket-app-password ATBB a 20
        netlify-pat nfp_ a 30
        render-api-key rnd_ a 24
        supabase-secret-key sb_secret_ w 20
        supabase-service-token sbp_ h 32
        tailscale-key tskey- w 20
        buildkite-agent-token bkua_ a 30
        circleci-pat CCIPAT_ t 30
        dnkey dnkey- w 60
        base64-of-jwt ZXlK b 60
        gcp-oauth-refresh-token 1//0 w 40
        gcp-gemini-api-key AQ. w 40 DC
        aws-session-token IQoJb3JpZ2lu b 60
        aws-session-token-f FwoGZXIvYXdz b 60
        aws-session-token-q FQoGZXIvYXdz b 60
        azure-devops-pat AZDO a 4 <m
        azure-identifiable-key JQQJ99 b 16 <m
        azure-storage-key +ASt b 6 <m
        azure-service-bus-key +ASb b 6 <m
        azure-event-hub-key +AEh b 6 <m
        azure-relay-key +ARm b 6 <m
        azure-batch-key +ABa b 6 <m
        azure-container-registry-key +ACR b 6 <m
        azure-functions-key AzFu a 6 <m
        azure-search-key AzSe a 6 <m
        azure-cache-key AzCa a 6 <m
        xai-api-key xai- a 60
        openrouter-api-key sk-or-v1- h 40
        openai-compatible-api-key sk- h 32 X
        langfuse-secret-key sk-lf- g 36
        langsmith-pat lsv2_pt_ w 30
        langsmith-service-key lsv2_sk_ w 30
        replicate-api-token r8_ a 37 X
        cerebras-api-key csk- a 40
        fireworks-api-key fw_ a 22 DC
        together-api-key tgp_v1_ w 30
        nvidia-api-key nvapi- w 40
        pinecone-api-key pcsk_ w 40
        elevenlabs-api-key sk_ h 48 X
        tavily-api-key tvly- w 24 D
        firecrawl-api-key fc- h 32 X
        jina-api-key jina_ w 40
        voyage-api-key pa- w 40 DC
        wandb-api-key wandb_v1_ w 40
        apify-api-token apify_api_ a 30
        e2b-api-key e2b_ h 40
        browserbase-api-key bb_live_ w 20
        n8n-api-key n8n_api_ t 20
        cloudflare-user-token cfut_ w 30
        cloudflare-account-token cfat_ w 30
        cloudflare-key cfk_ w 30
        vercel-pat vcp_ a 24
        vercel-integration-token vci_ a 24
        vercel-app-token vca_ a 24
        vercel-refresh-token vcr_ a 24
        vercel-ai-gateway-key vck_ a 24
        gitlab-runner-registration-token glrtr- w 16
        gitlab-workspace-token glwt- w 16
        slack-client-token xoxc- w 12
        slack-cookie xoxd- n 16
        hubspot-private-app-na1 pat-na1- g 36
        hubspot-private-app-na2 pat-na2- g 36
        hubspot-private-app-na3 pat-na3- g 36
        hubspot-private-app-eu1 pat-eu1- g 36
        hubspot-private-app-ap1 pat-ap1- g 36
        databricks-oauth-secret dose h 32
        databricks-key dkea h 32
        neon-api-key napi_ a 40
        neon-password npg_ a 10 D
        mongodb-atlas-secret mdb_sa_sk_ w 20
        confluent-cloud-secret cflt a 56
        aiven-password AVNS_ w 15
        cockroachdb-api-key CCDB1_ a 20
        elastic-service-token essu_ b 20
        honeycomb-ingest-key hcaik_ a 20
        honeycomb-environment-key hcxik_ a 20
        honeycomb-management-key hcxmk_ a 20
        posthog-personal-key phx_ a 30
        axiom-api-token xaat- g 36
        axiom-pat xapt- g 36
        doppler-cli-token dp.ct. a 24
        doppler-service-account-token dp.sa. a 24
        doppler-scim-token dp.scim. a 24
        doppler-audit-token dp.audit. a 24
        circleci-project-token CCIPRJ_ t 30
        sonarqube-project-token sqp_ h 32
        sonarqube-global-token sqa_ h 32
        sonarqube-user-token squ_ h 32
        snyk-user-token snyk_uat. t 20
        snyk-service-token snyk_sat. t 20
        socket-api-token sktsec_ w 20
        paddle-live-key pdl_live_apikey_ w 20
        paddle-sandbox-key pdl_sdbx_apikey_ w 20
        plaid-access-production access-production- g 36
        plaid-access-sandbox access-sandbox- g 36
        mollie-live-key live_ a 30 XD
        resend-api-key re_ w 24 DC
        sendinblue-smtp-key xsmtpsib- w 32
        figma-pat figd_ w 30
        contentful-pat CFPAT- w 40
        shopify-refresh-token shprka_ h 24
        shopify-user-token shpua_ h 24
        dropbox-token sl. w 100 DC
        dropbox-token-u sl.u. w 60
        trello-token ATTA a 60
        stytch-live-secret secret-live- w 30
        stytch-test-secret secret-test- w 30
        ory-pat ory_pat_ t 20
        ory-access-token ory_at_ t 20
        ory-refresh-token ory_rt_ t 20
        ory-session-token ory_st_ t 20
        dbt-cloud-token dbtc_ w 20
        dbt-user-token dbtu_ w 20
        retool-token retool_ w 20 DC
        prefect-bot-key pnb_ a 30
        facebook-access-token EAA a 100
        instagram-access-token IGAA a 80
        twitter-bearer AAAAAAAAAAAAAAAAAAAAA p 40
        pinterest-token pina_ a 40
        tencent-secret-id AKID a 32 X
        volcengine-key AKLT w 40
        yandex-oauth-token y0_ w 40
        vk-token vk1.a. w 60
        base64-of-github-pat Z2l0aHViX3BhdF b 24
        base64-of-github-token Z2hw b 40 DC
        base64-of-gitlab-pat Z2xwYXQt b 16
        base64-of-slack-token eG94 b 24 DC
        base64-of-anthropic-key c2stYW50L b 24
        base64-of-openai-key c2stcHJva b 24
        base64-of-vault-token aHZzL b 24
        base64-of-rsa-private-key LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVkt b 24
        base64-of-pkcs8-private-key LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t b 24
        base64-of-ec-private-key LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0t b 24
        base64-of-openssh-private-key LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg b 24
        base64-of-encrypted-private-key LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFU b 24
        base64-of-dsa-private-key LS0tLS1CRUdJTiBEU0EgUFJJVkFURSBLRVkt b 24
        base64-of-pgp-private-key LS0tLS1CRUdJTiBQR1AgUFJJVkFURSBLRVkg b 24
        """;
}
