module meshgen.dev/interop/istioctl-1.13

go 1.17

require (
	istio.io/api v0.0.0-20220225184955-0511549a0fae
	istio.io/istio v0.0.0-20220218170501-5f3b5ed958ae
	istio.io/pkg v0.0.0-20220218005410-1d45ba8be719
)

replace github.com/docker/distribution => github.com/docker/distribution v0.0.0-20191216044856-a8371794149d

replace github.com/docker/docker => github.com/moby/moby v17.12.0-ce-rc1.0.20200618181300-9dc6525e6118+incompatible

replace github.com/imdario/mergo => github.com/imdario/mergo v0.3.5
