#include "pack/bundle.h"

#include "pack/bare.h"
#include "pack/layout.h"
#include "render/cacerts.h"

static void add_pem(struct files *ret, struct str folder, struct str name, struct str pem,
		    struct arena *a)
{
	files_add(ret, a,
		  (struct file){
			  .path = layout_path(folder, name, a), .form = FILE_BARE, .text = pem });
}

void bundle_cluster(struct str below, struct str cluster, const struct cacerts_list *all,
		    struct arena *a, struct files *ret)
{
	struct str top = pack_folder(below, TREE_CA, cluster, a);

	for (size_t i = 0; i < all->n; i++) {
		const struct cacerts *c = &all->list[i];
		struct str folder = layout_path(top, c->holder.namespace, a);

		if (!c->has_entry)
			continue;
		files_add(ret, a,
			  (struct file){ .path = layout_path(folder, S(BARE_MARKER), a),
					 .form = FILE_MARKER });
		add_pem(ret, folder, S(BARE_CA_CERT), c->ca_cert, a);
		add_pem(ret, folder, S(BARE_CERT_CHAIN), c->cert_chain, a);
		add_pem(ret, folder, S(BARE_ROOT_CERT), c->root_cert, a);
	}
}
