module meshgen.dev/interop/istioctl-1.22

go 1.22

require (
	istio.io/api v1.22.0
	istio.io/client-go v1.22.0
	istio.io/istio v0.0.0-20240221233722-55f12a68b4f9
)

replace github.com/imdario/mergo => github.com/imdario/mergo v0.3.5
