#include "emit.h"

#include "pack/apply.h"
#include "yaml/write.h"

#include <unistd.h>

/* What render_cluster evaluates, printed as a stream of {template, cluster, context or object}. */
struct dump {
	struct arena arena;
	struct buf bytes;
	struct str cluster;
	bool objects;
};

static void see(void *arg, struct str template, const struct node *context,
		const struct node *object)
{
	struct dump *d = arg;
	struct map_builder m = { 0 };
	struct node doc;

	map_put_str(&m, &d->arena, S("template"), template);
	map_put_str(&m, &d->arena, S("cluster"), d->cluster);
	map_put(&m, &d->arena, d->objects ? S("object") : S("context"),
		d->objects ? *object : *context);
	doc = map_done(&m);
	buf_add(&d->bytes, S("---\n"));
	yaml_write(&d->bytes, &doc);
}

/* Behind the clusters, with none. */
static void dump_fleet(struct emission *e, const struct rendering *r, struct dump *d)
{
	struct files files = { 0 };

	d->cluster = S("");
	if (e->packing.trees & TREE_ARGOCD)
		apply_fleet(r, S(""), e->fleet, e->config, &files);
	stream_put(e->stream, e->chosen.n, buf_str(&d->bytes));
}

void emit_dump(struct emission *e, struct compilation *c)
{
	struct dump d = { .bytes = BUF_INIT, .objects = e->options->mode == COMPILE_DUMP_OBJECTS };
	struct render_watch watch = { see, &d };
	struct rendering r = { render_watched(e->renderer, &watch, &c->arena), NULL, &d.arena,
			       &c->findings };
	struct cacerts_list cacerts;
	struct objects objects;
	struct files files;

	e->stream = stream_open(STDOUT_FILENO, NULL);
	for (size_t i = 0; i < e->chosen.n; i++) {
		const struct cluster *cluster = chosen_cluster(e->fleet, &e->chosen, i);

		d.cluster = cluster->at->text;
		if (cacerts_read(e->trust, e->fleet, cluster, false, &d.arena, &c->findings,
				 &cacerts) &&
		    render_cluster(&r, e->fleet, cluster, &cacerts, &objects) &&
		    pack_cluster(&r, &e->packing, cluster->at->text, &objects, &cacerts, &files) &&
		    e->packing.trees & apply_tree(e->config, cluster))
			apply_cluster(&r, S(""), cluster, e->config, &objects, &cacerts, &files);
		stream_put(e->stream, i, buf_str(&d.bytes));
		buf_truncate(&d.bytes, 0);
		arena_reset(&d.arena);
	}
	dump_fleet(e, &r, &d);
	stream_close(e->stream, &c->findings);
	buf_release(&d.bytes);
	arena_release(&d.arena);
}
