#include "ca/secret_line.h"

#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

/* A copy without the room behind it. */
static void trim(struct secret *line)
{
	struct secret copy = secret_new(line->n + 1);

	copy.n = line->n;
	if (copy.n && line->bytes[copy.n - 1] == '\n')
		copy.n--;
	if (copy.n < line->n && copy.n && line->bytes[copy.n - 1] == '\r')
		copy.n--;
	memcpy(copy.bytes, line->bytes, copy.n);
	secret_release(line);
	*line = copy;
}

bool secret_line_read(int fd, size_t most, struct secret *ret)
{
	size_t room = most + sizeof("\r\n"), n = 0;
	struct secret line = secret_new(room);
	ssize_t got = 1;

	while (n < room && got != 0 && (n == 0 || line.bytes[n - 1] != '\n')) {
		got = read(fd, line.bytes + n, 1);
		if (got < 0 && errno != EINTR) {
			secret_release(&line);
			return false;
		}
		n += got > 0;
	}
	line.n = n;
	trim(&line);
	*ret = line;
	return true;
}

enum answer { ANSWERED, INTERRUPTED, FAILED };

static enum answer wait_for_line(int tty, int signals, size_t most, struct secret *ret)
{
	struct pollfd both[] = { { .fd = tty, .events = POLLIN },
				 { .fd = signals, .events = POLLIN } };

	if (poll(both, 2, -1) < 0)
		return errno == EINTR ? INTERRUPTED : FAILED;
	if (both[1].revents)
		return INTERRUPTED;
	if (!secret_line_read(tty, most, ret))
		return FAILED;
	if (ret->n > most)
		tcflush(tty, TCIFLUSH);
	return ANSWERED;
}

static enum answer ask_hidden(int tty, int signals, struct str question, size_t most,
			      struct secret *ret)
{
	struct termios shown, hidden;
	enum answer answer;
	int error;

	if (tcgetattr(tty, &shown) != 0)
		return FAILED;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	hidden.c_lflag |= ICANON | ISIG;
	hidden.c_iflag |= ICRNL;
	if (tcsetattr(tty, TCSADRAIN, &hidden) != 0)
		return FAILED;
	answer = write_all(tty, question) ? wait_for_line(tty, signals, most, ret) : FAILED;
	error = errno;
	tcsetattr(tty, TCSADRAIN, &shown);
	write_all(tty, S("\n"));
	errno = error;
	return answer;
}

/* A signal that came meanwhile is delivered when the mask is as before. */
static enum answer ask_once(int tty, struct str question, size_t most, struct secret *ret)
{
	static const int kept[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
	sigset_t waiting, before;
	enum answer answer;
	int signals, error;

	sigemptyset(&waiting);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		sigaddset(&waiting, kept[i]);
	signals = signalfd(-1, &waiting, SFD_CLOEXEC);
	if (signals < 0)
		return FAILED;
	pthread_sigmask(SIG_BLOCK, &waiting, &before);
	answer = ask_hidden(tty, signals, question, most, ret);
	error = errno;
	close(signals);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return answer;
}

bool secret_line_ask(struct str question, size_t most, struct secret *ret)
{
	int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC), error;
	enum answer answer;

	if (tty < 0)
		return false;
	do
		answer = ask_once(tty, question, most, ret);
	while (answer == INTERRUPTED);
	error = errno;
	close(tty);
	errno = error;
	return answer == ANSWERED;
}
