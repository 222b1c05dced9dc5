-- Health of the kinds of the Sail operator (sailoperator.io): Istio, IstioCNI, IstioRevision,
-- IstioRevisionTag, ZTunnel. A tag alone has no condition Ready.
local status = obj.status
if status == nil or status.conditions == nil then
  return { status = "Progressing", message = "waiting for the Sail operator" }
end
if status.observedGeneration ~= nil and status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "waiting for the Sail operator" }
end

local found = {}
for _, condition in ipairs(status.conditions) do
  found[condition.type] = condition
end

if found.Reconciled == nil then
  return { status = "Progressing", message = "waiting for the Sail operator" }
end
if found.Reconciled.status == "False" then
  return { status = "Degraded", message = found.Reconciled.message }
end
for _, type in ipairs({ "Reconciled", "DependenciesHealthy", "Ready" }) do
  local condition = found[type]
  if condition ~= nil and condition.status ~= "True" then
    return { status = "Progressing", message = condition.message }
  end
end
return { status = "Healthy", message = "" }
