#include "out/out.h"

#include "base/bug.h"
#include "base/system.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct stream {
	pthread_mutex_t mutex;
	pthread_cond_t turn; /* next has moved on */
	size_t next;         /* the ticket that may write */
	int fd;
	struct buf *instead; /* or NULL */
	int error;           /* errno of the first failure; 0: none */
};

struct stream *stream_open(int fd, struct buf *instead)
{
	struct stream *s = calloc(1, sizeof(*s));

	if (!s || pthread_mutex_init(&s->mutex, NULL) != 0 ||
	    pthread_cond_init(&s->turn, NULL) != 0)
		out_of_memory();
	s->fd = fd;
	s->instead = instead;
	return s;
}

/* The lock is not held while writing: only the ticket at its turn gets there. */
bool stream_put(struct stream *s, size_t ticket, struct str bytes)
{
	int error;

	pthread_mutex_lock(&s->mutex);
	while (s->next != ticket)
		pthread_cond_wait(&s->turn, &s->mutex);
	error = s->error;
	pthread_mutex_unlock(&s->mutex);

	if (s->instead)
		buf_add(s->instead, bytes);
	else if (!error && !write_all(s->fd, bytes))
		error = errno;

	pthread_mutex_lock(&s->mutex);
	s->error = error;
	s->next++;
	pthread_cond_broadcast(&s->turn);
	pthread_mutex_unlock(&s->mutex);
	return !error;
}

bool stream_close(struct stream *s, struct findings *found)
{
	int error = s->error;

	if (error)
		finding_add_path(found, MG0703, S("-"), "standard output cannot be written: %s",
				 system_reason(error));
	pthread_cond_destroy(&s->turn);
	pthread_mutex_destroy(&s->mutex);
	free(s);
	return !error;
}
