/*
 * Linked in place of libgit2's own network code when libgit2 is linked
 * statically (make STATIC=1): meshgen opens no connection, and libgit2's start
 * would else read the CA bundle of the system. Linked by name, so the parameters
 * do not matter; nothing calls these but git_libgit2_init, which wants 0.
 */
int git_mbedtls_stream_global_init(void);
int git_mbedtls_stream_new(void);
int git_mbedtls_stream_wrap(void);
int git_mbedtls__set_cert_location(void);
int git_http_auth_negotiate(void);
int git_transport_ssh_global_init(void);
int git_transport_ssh_with_paths(void);
int git_smart_subtransport_ssh(void);

enum { REFUSED = -1 };

int git_mbedtls_stream_global_init(void)
{
	return 0;
}

int git_transport_ssh_global_init(void)
{
	return 0;
}

int git_mbedtls_stream_new(void)
{
	return REFUSED;
}

int git_mbedtls_stream_wrap(void)
{
	return REFUSED;
}

int git_mbedtls__set_cert_location(void)
{
	return REFUSED;
}

int git_http_auth_negotiate(void)
{
	return REFUSED;
}

int git_transport_ssh_with_paths(void)
{
	return REFUSED;
}

int git_smart_subtransport_ssh(void)
{
	return REFUSED;
}
