namespace ServerlessMcp.Redaction.Secrets;

/// <summary>
/// What the documentation of providers calls sensitive (<see href="https://registry.terraform.io/browse/providers"/>),
/// as data: a type of resource or data source and its attributes, one type a line, or several where one is too long; of
/// an attribute in a block, the blocks before it. Terraform before 1.0 marks none of them in a plan's JSON, and a raw state file marks them only
/// since Terraform 1.10 or so.
/// </summary>
internal static class KnownSecretTable
{
    /// <summary>The lines.</summary>
    public const string Lines = """
        acme_certificate private_key_pem certificate_p12 certificate_p12_password
        acme_registration account_key_pem
        aiven_kafka service_password service_uri
        aiven_pg service_password service_uri
        aiven_service_user password access_key
        alicloud_db_account password account_password
        alicloud_instance password
        alicloud_ram_access_key secret
        auth0_client client_secret
        auth0_client_credentials client_secret
        aws_acm_certificate private_key
        aws_acmpca_certificate_authority_certificate certificate_chain_private_key
        aws_alb_listener default_action.authenticate_oidc.client_secret
        aws_amplify_app access_token oauth_token basic_auth_credentials environment_variables.ACCESS_TOKEN
        aws_amplify_branch basic_auth_credentials
        aws_api_gateway_api_key value
        aws_appsync_api_key key
        aws_chime_voice_connector_termination_credentials credentials.password
        aws_cloudwatch_event_connection auth_parameters.api_key.value auth_parameters.basic.password
        aws_cloudwatch_event_connection auth_parameters.oauth.client_parameters.client_secret
        aws_codebuild_source_credential token
        aws_codepipeline_webhook authentication_configuration.secret_token
        aws_cognito_identity_provider provider_details.client_secret
        aws_cognito_user password temporary_password
        aws_cognito_user_pool_client client_secret
        aws_connect_user password
        aws_datasync_location_smb password
        aws_db_instance password
        aws_directory_service_directory password
        aws_dms_endpoint password redis_settings.auth_password mongodb_settings.password kafka_settings.sasl_password
        aws_docdb_cluster master_password
        aws_docdbelastic_cluster admin_user_password
        aws_dx_bgp_peer bgp_auth_key
        aws_dx_private_virtual_interface bgp_auth_key
        aws_dx_public_virtual_interface bgp_auth_key
        aws_dx_transit_virtual_interface bgp_auth_key
        aws_ecr_authorization_token authorization_token password
        aws_ecrpublic_authorization_token authorization_token password
        aws_eks_cluster_auth token
        aws_elasticache_replication_group auth_token
        aws_elasticache_user passwords authentication_mode.passwords
        aws_elasticsearch_domain advanced_security_options.master_user_options.master_user_password
        aws_fsx_ontap_file_system fsx_admin_password
        aws_fsx_ontap_storage_virtual_machine svm_admin_password
        aws_fsx_ontap_storage_virtual_machine active_directory_configuration.self_managed_active_directory_configuration.password
        aws_fsx_windows_file_system self_managed_active_directory.password
        aws_glue_connection connection_properties
        aws_iam_access_key secret encrypted_secret ses_smtp_password_v4
        aws_iam_server_certificate private_key
        aws_iam_service_specific_credential service_password
        aws_iam_user_login_profile password
        aws_instance password_data
        aws_kinesis_firehose_delivery_stream redshift_configuration.password http_endpoint_configuration.access_key
        aws_kinesis_firehose_delivery_stream splunk_configuration.hec_token snowflake_configuration.private_key
        aws_kms_ciphertext plaintext
        aws_kms_external_key key_material_base64
        aws_kms_secrets plaintext
        aws_lb_listener default_action.authenticate_oidc.client_secret
        aws_lb_listener_rule action.authenticate_oidc.client_secret
        aws_lightsail_database master_password
        aws_lightsail_key_pair private_key
        aws_memorydb_user authentication_mode.passwords
        aws_mq_broker user.password
        aws_opensearch_domain advanced_security_options.master_user_options.master_user_password
        aws_opsworks_application app_source.password app_source.ssh_key ssl_configuration.private_key
        aws_pinpoint_apns_channel private_key token_key
        aws_pinpoint_baidu_channel api_key secret_key
        aws_pinpoint_gcm_channel api_key
        aws_quicksight_data_source credentials.credential_pair.password
        aws_rds_cluster master_password
        aws_redshift_cluster master_password
        aws_redshift_cluster_credentials db_password
        aws_redshiftserverless_namespace admin_user_password
        aws_secretsmanager_random_password random_password
        aws_secretsmanager_secret_version secret_string secret_binary
        aws_sns_platform_application platform_credential platform_principal
        aws_ssm_parameter value
        aws_storagegateway_gateway smb_guest_password smb_active_directory_settings.password
        aws_transfer_connector sftp_config.user_secret
        aws_vpn_connection tunnel1_preshared_key tunnel2_preshared_key customer_gateway_configuration
        azuread_application_password value
        azuread_service_principal_password value
        azuread_user password
        azurerm_app_configuration primary_read_key.secret primary_read_key.connection_string primary_write_key.secret
        azurerm_app_configuration primary_write_key.connection_string secondary_read_key.secret
        azurerm_app_configuration secondary_read_key.connection_string secondary_write_key.secret
        azurerm_app_configuration secondary_write_key.connection_string
        azurerm_app_service site_credential.password connection_string.value storage_account.access_key
        azurerm_application_insights instrumentation_key connection_string
        azurerm_automation_account primary_access_key secondary_access_key dsc_primary_access_key
        azurerm_automation_account dsc_secondary_access_key
        azurerm_automation_credential password
        azurerm_batch_account primary_access_key secondary_access_key
        azurerm_bot_channel_directline site.key site.key2
        azurerm_cognitive_account primary_access_key secondary_access_key
        azurerm_communication_service primary_connection_string primary_key secondary_connection_string secondary_key
        azurerm_container_app secret.value
        azurerm_container_group image_registry_credential.password container.secure_environment_variables
        azurerm_container_group init_container.secure_environment_variables
        azurerm_container_registry admin_password
        azurerm_cosmosdb_account primary_key secondary_key primary_readonly_key secondary_readonly_key
        azurerm_cosmosdb_account connection_strings primary_sql_connection_string secondary_sql_connection_string
        azurerm_cosmosdb_account primary_mongodb_connection_string secondary_mongodb_connection_string
        azurerm_data_factory_linked_service_azure_blob_storage connection_string sas_uri service_principal_key
        azurerm_databricks_workspace custom_parameters.storage_account_sas
        azurerm_eventgrid_domain primary_access_key secondary_access_key
        azurerm_eventgrid_topic primary_access_key secondary_access_key
        azurerm_eventhub_authorization_rule primary_key secondary_key primary_connection_string
        azurerm_eventhub_authorization_rule secondary_connection_string
        azurerm_eventhub_namespace default_primary_connection_string default_primary_key
        azurerm_eventhub_namespace default_secondary_connection_string default_secondary_key
        azurerm_eventhub_namespace default_primary_connection_string_alias default_secondary_connection_string_alias
        azurerm_eventhub_namespace_authorization_rule primary_key secondary_key primary_connection_string
        azurerm_eventhub_namespace_authorization_rule secondary_connection_string
        azurerm_express_route_circuit service_key
        azurerm_express_route_circuit_authorization authorization_key
        azurerm_function_app site_credential.password connection_string.value storage_account_access_key
        azurerm_function_app_host_keys primary_key master_key default_function_key event_grid_extension_config_key
        azurerm_iothub shared_access_policy.primary_key shared_access_policy.secondary_key endpoint.connection_string
        azurerm_iothub file_upload.connection_string
        azurerm_iothub_dps_shared_access_policy primary_key secondary_key primary_connection_string
        azurerm_iothub_dps_shared_access_policy secondary_connection_string
        azurerm_iothub_shared_access_policy primary_key secondary_key primary_connection_string
        azurerm_iothub_shared_access_policy secondary_connection_string
        azurerm_key_vault_certificate certificate.contents certificate.password
        azurerm_key_vault_secret value
        azurerm_kubernetes_cluster kube_config kube_config_raw kube_admin_config kube_admin_config_raw
        azurerm_kubernetes_cluster service_principal.client_secret windows_profile.admin_password
        azurerm_linux_function_app site_credential.password connection_string.value storage_account_access_key
        azurerm_linux_virtual_machine admin_password custom_data
        azurerm_linux_virtual_machine_scale_set admin_password custom_data
        azurerm_linux_web_app site_credential.password connection_string.value storage_account.access_key
        azurerm_log_analytics_workspace primary_shared_key secondary_shared_key
        azurerm_logic_app_standard site_credential.password storage_account_access_key
        azurerm_maps_account primary_access_key secondary_access_key
        azurerm_mariadb_server administrator_login_password
        azurerm_mssql_managed_instance administrator_login_password
        azurerm_mssql_server administrator_login_password
        azurerm_mysql_flexible_server administrator_password
        azurerm_mysql_server administrator_login_password
        azurerm_notification_hub_authorization_rule primary_access_key secondary_access_key
        azurerm_postgresql_flexible_server administrator_password
        azurerm_postgresql_server administrator_login_password
        azurerm_redis_cache primary_access_key secondary_access_key primary_connection_string
        azurerm_redis_cache secondary_connection_string redis_configuration.rdb_storage_connection_string
        azurerm_redis_enterprise_database primary_access_key secondary_access_key
        azurerm_relay_namespace primary_connection_string primary_key secondary_connection_string secondary_key
        azurerm_search_service primary_key secondary_key query_keys.key
        azurerm_servicebus_namespace default_primary_connection_string default_primary_key
        azurerm_servicebus_namespace default_secondary_connection_string default_secondary_key
        azurerm_servicebus_namespace_authorization_rule primary_key secondary_key primary_connection_string
        azurerm_servicebus_namespace_authorization_rule secondary_connection_string
        azurerm_servicebus_queue_authorization_rule primary_key secondary_key primary_connection_string
        azurerm_servicebus_queue_authorization_rule secondary_connection_string
        azurerm_servicebus_topic_authorization_rule primary_key secondary_key primary_connection_string
        azurerm_servicebus_topic_authorization_rule secondary_connection_string
        azurerm_signalr_service primary_access_key primary_connection_string secondary_access_key
        azurerm_signalr_service secondary_connection_string
        azurerm_sql_server administrator_login_password
        azurerm_storage_account primary_access_key secondary_access_key primary_connection_string
        azurerm_storage_account secondary_connection_string primary_blob_connection_string
        azurerm_storage_account secondary_blob_connection_string
        azurerm_storage_account_blob_container_sas sas connection_string
        azurerm_storage_account_sas sas connection_string
        azurerm_synapse_workspace sql_administrator_login_password
        azurerm_virtual_machine os_profile.admin_password os_profile.custom_data
        azurerm_virtual_network_gateway_connection shared_key authorization_key
        azurerm_vpn_gateway_connection vpn_link.shared_key
        azurerm_web_pubsub primary_access_key primary_connection_string secondary_access_key secondary_connection_string
        azurerm_windows_function_app site_credential.password connection_string.value storage_account_access_key
        azurerm_windows_virtual_machine admin_password custom_data
        azurerm_windows_virtual_machine_scale_set admin_password custom_data
        azurerm_windows_web_app site_credential.password connection_string.value storage_account.access_key
        bitbucket_deployment_variable value
        bitbucket_repository_variable value
        cloudflare_access_identity_provider config.client_secret
        cloudflare_access_service_token client_secret
        cloudflare_api_token value
        cloudflare_argo_tunnel secret
        cloudflare_tunnel secret tunnel_token
        cloudflare_worker_script secret_text_binding.text
        cloudflare_zero_trust_tunnel_cloudflared secret tunnel_secret tunnel_token
        confluent_api_key secret
        consul_acl_token_secret_id secret_id
        databricks_secret string_value
        databricks_token token_value
        datadog_api_key key
        datadog_application_key key
        datadog_integration_azure client_secret
        datadog_integration_gcp private_key
        datadog_integration_pagerduty api_token
        digitalocean_container_registry_docker_credentials docker_credentials
        digitalocean_database_cluster password uri private_uri
        digitalocean_database_connection_pool password uri private_uri
        digitalocean_database_user password access_key
        digitalocean_kubernetes_cluster kube_config
        digitalocean_spaces_key secret_key
        docker_registry_image auth_config.password
        docker_secret data
        exoscale_iam_api_key secret
        fastly_tls_private_key key_pem
        github_actions_environment_secret plaintext_value encrypted_value
        github_actions_organization_secret plaintext_value encrypted_value
        github_actions_secret plaintext_value encrypted_value
        github_codespaces_secret plaintext_value encrypted_value
        github_dependabot_organization_secret plaintext_value encrypted_value
        github_dependabot_secret plaintext_value encrypted_value
        github_organization_webhook configuration.secret
        github_repository_webhook configuration.secret
        gitlab_deploy_token token
        gitlab_group_access_token token
        gitlab_group_variable value
        gitlab_instance_variable value
        gitlab_personal_access_token token
        gitlab_project_access_token token
        gitlab_project_hook token
        gitlab_project_variable value
        gitlab_runner authentication_token registration_token
        gitlab_user_runner token
        google_alloydb_cluster initial_user.password
        google_apigee_instance disk_encryption_key_raw
        google_apikeys_key key_string
        google_bigquery_data_transfer_config sensitive_params.secret_access_key
        google_client_config access_token
        google_cloudfunctions_function secret_environment_variables.secret
        google_compute_backend_service iap.oauth2_client_secret
        google_compute_disk disk_encryption_key.raw_key disk_encryption_key.rsa_encrypted_key
        google_compute_disk source_image_encryption_key.raw_key
        google_compute_instance boot_disk.disk_encryption_key_raw attached_disk.disk_encryption_key_raw
        google_compute_region_ssl_certificate private_key
        google_compute_snapshot snapshot_encryption_key.raw_key
        google_compute_ssl_certificate private_key
        google_compute_vpn_tunnel shared_secret
        google_container_cluster master_auth.password master_auth.client_key
        google_iap_client secret
        google_identity_platform_default_supported_idp_config client_secret
        google_identity_platform_oauth_idp_config client_secret
        google_kms_secret plaintext
        google_kms_secret_ciphertext plaintext
        google_monitoring_notification_channel sensitive_labels.auth_token sensitive_labels.password
        google_monitoring_notification_channel sensitive_labels.service_key
        google_monitoring_uptime_check_config http_check.auth_info.password
        google_netapp_active_directory password
        google_redis_instance auth_string
        google_secret_manager_secret_version secret_data
        google_service_account_access_token access_token
        google_service_account_id_token id_token
        google_service_account_key private_key
        google_sql_database_instance root_password replica_configuration.password replica_configuration.client_key
        google_sql_ssl_cert private_key
        google_sql_user password
        google_storage_hmac_key secret
        grafana_api_key key
        grafana_cloud_access_policy_token token
        grafana_cloud_api_key key
        grafana_data_source secure_json_data_encoded basic_auth_password password
        grafana_service_account_token key
        hcloud_server root_password
        hcp_boundary_cluster password
        hcp_service_principal_key client_secret
        hcp_vault_cluster_admin_token token
        helm_release repository_password set_sensitive.value
        heroku_addon config_var_values
        heroku_app all_config_vars sensitive_config_vars
        heroku_app_config_association sensitive_vars
        heroku_config sensitive_vars
        kubectl_manifest sensitive_fields yaml_body
        kubernetes_secret data binary_data
        kubernetes_secret_v1 data binary_data
        kubernetes_secret_v1_data data
        kubernetes_token_request_v1 token
        linode_instance root_pass
        linode_lke_cluster kubeconfig
        linode_object_storage_key secret_key
        linode_token token
        local_sensitive_file content content_base64
        mongodbatlas_api_key private_key
        mongodbatlas_database_user password
        mongodbatlas_project_api_key private_key
        mysql_user plaintext_password password
        newrelic_api_access_key key
        nomad_acl_token secret_id
        oci_database_autonomous_database admin_password
        oci_identity_auth_token token
        oci_identity_customer_secret_key key
        oci_identity_smtp_credential password
        okta_app_oauth client_secret
        okta_user password
        openstack_compute_keypair_v2 private_key
        openstack_identity_application_credential_v3 secret
        openstack_identity_user_v3 password
        opsgenie_api_integration api_key
        ovh_cloud_project_user password openstack_rc.OS_PASSWORD
        pagerduty_service_integration integration_key
        postgresql_role password
        pulumiservice_access_token value
        rabbitmq_user password
        rancher2_cluster kube_config
        rancher2_token token access_key secret_key
        random_password result bcrypt_hash
        scaleway_iam_api_key secret_key
        scaleway_rdb_user password
        sentry_key dsn_secret secret
        snowflake_user password
        spacelift_environment_variable value
        tfe_agent_token token
        tfe_audit_trail_token token
        tfe_notification_configuration token
        tfe_oauth_client oauth_token private_key
        tfe_organization_run_task hmac_key
        tfe_organization_token token
        tfe_ssh_key key
        tfe_team_token token
        tfe_variable value
        tls_cert_request private_key_pem
        tls_locally_signed_cert ca_private_key_pem
        tls_private_key private_key_pem private_key_openssh private_key_pem_pkcs8
        tls_self_signed_cert private_key_pem
        vault_approle_auth_backend_login client_token secret_id
        vault_approle_auth_backend_role_secret_id secret_id wrapping_token
        vault_auth_backend token
        vault_aws_access_credentials secret_key security_token
        vault_aws_auth_backend_client secret_key
        vault_aws_secret_backend secret_key
        vault_azure_auth_backend_config client_secret
        vault_azure_secret_backend client_secret
        vault_consul_secret_backend token client_key
        vault_database_secret_backend_connection postgresql.password mysql.password mssql.password oracle.password
        vault_database_secret_backend_connection mongodb.password data
        vault_gcp_auth_backend credentials
        vault_gcp_secret_backend credentials
        vault_generic_endpoint data_json write_data write_data_json
        vault_generic_secret data data_json
        vault_identity_oidc_client client_secret
        vault_jwt_auth_backend oidc_client_secret
        vault_kubernetes_auth_backend_config token_reviewer_jwt
        vault_kv_secret data data_json
        vault_kv_secret_v2 data data_json
        vault_ldap_auth_backend bindpass client_tls_key
        vault_mongodbatlas_secret_backend private_key
        vault_nomad_secret_backend token client_key
        vault_okta_auth_backend token
        vault_pki_secret_backend_cert private_key
        vault_pki_secret_backend_config_ca pem_bundle
        vault_rabbitmq_secret_backend password
        vault_ssh_secret_backend_ca private_key
        vault_terraform_cloud_secret_backend token
        vault_token client_token
        vsphere_virtual_machine clone.customize.windows_options.admin_password
        """;
}
