# meshgen: GitOps for fleets of service meshes. `make help` lists the targets.
#
#   make DEV=1           warnings are errors
#   make SAN=address     build with a sanitizer (address,undefined)
#   make CC=clang        another compiler

CC ?= cc
DEV ?=
SAN ?=
PREFIX ?= /usr/local
VARIANT := $(notdir $(CC))$(if $(SAN),-san)$(if $(DEV),-dev)
B := build/$(VARIANT)
VERSION := 0.1.0

PKGS := yaml-0.1 libgit2 libcjson
override CPPFLAGS += -Isrc -I$(B)/gen -D_GNU_SOURCE -DMESHGEN_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PKGS))
CFLAGS ?= -O2 -g
override CFLAGS += -std=c11 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wvla -pthread \
	$(if $(DEV),-Werror) $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
LDLIBS := $(shell pkg-config --libs $(PKGS)) -pthread

SRC := $(shell find src -name '*.c' ! -name '*_test.c' ! -path 'src/fuzz/*' | LC_ALL=C sort)
TESTS := $(shell find src -name '*_test.c' | LC_ALL=C sort)
HEADERS := $(shell find src -name '*.h' | LC_ALL=C sort)
LIB_OBJ := $(patsubst src/%.c,$(B)/%.o,$(filter-out src/main.c,$(SRC)))
EMBEDDED := $(shell find schemas templates -type f 2>/dev/null | LC_ALL=C sort)

.PHONY: all
all: meshgen ## build ./meshgen

meshgen: $(B)/meshgen
	cp $< $@

$(B)/meshgen: $(B)/main.o $(B)/libmeshgen.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libmeshgen.a: $(LIB_OBJ)
	rm -f $@ && ar rcs $@ $^

$(B)/%.o: src/%.c | $(B)/gen/embedded.inc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/embedded.inc: $(EMBEDDED) tools/embed.sh
	@mkdir -p $(@D)
	tools/embed.sh $(EMBEDDED) > $@

$(B)/%_test: src/%_test.c $(B)/libmeshgen.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $< $(B)/libmeshgen.a $(LDLIBS) -lcmocka

-include $(LIB_OBJ:.o=.d) $(B)/main.d

.PHONY: test
test: meshgen $(patsubst src/%.c,$(B)/%,$(TESTS)) ## run all tests; ends in `N passed, N failed`
	tools/test.sh $(B)

build/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(CFLAGS) -o $@ $<

.PHONY: bench
bench: meshgen build/bench/pair build/bench/walk ## measure the goals of docs/performance.md
	bench/run.sh ./meshgen build/bench

.PHONY: fmt
fmt: ## format the C sources
	clang-format -i $(SRC) $(TESTS) $(HEADERS)
