{{/* The environment of a server container. Takes root and part. */}}
{{- define "ourateams.env" -}}
{{- $values := .root.Values -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: Cluster__Role
  value: {{ ternary "All" (title .part) (eq .part "single") }}
- name: Cluster__ServiceId
  value: {{ $values.cluster.serviceId | quote }}
- name: Cluster__ClusterId
  value: {{ $values.cluster.clusterId | quote }}
- name: Cluster__DrainDelay
  value: {{ include "ourateams.time" $values.shutdown.drainSeconds | quote }}
- name: Cluster__ShutdownTimeout
  value: {{ include "ourateams.time" $values.shutdown.timeoutSeconds | quote }}
- name: Listen__Address
  value: {{ $values.listenAddress | quote }}
- name: Listen__HttpPort
  value: {{ $values.ports.http | quote }}
- name: Listen__GrpcPort
  value: {{ $values.ports.grpc | quote }}
- name: Listen__AdminPort
  value: {{ $values.ports.admin | quote }}
- name: Listen__SiloPort
  value: {{ $values.ports.silo | quote }}
- name: Listen__GatewayPort
  value: {{ $values.ports.gateway | quote }}
- name: Webhooks__PublicUrl
  value: {{ required "webhooks.publicUrl is required: the address under which Oura and members reach the HTTP port." $values.webhooks.publicUrl | quote }}
{{ include "ourateams.storageEnv" . }}
{{- include "ourateams.accessEnv" . }}
{{- range $app, $settings := $values.oura.apps }}
{{- include "ourateams.appEnv" (dict "app" $app "settings" $settings) }}
{{- end }}
# In hexadecimal, as .NET reads it.
- name: DOTNET_GCHeapHardLimitPercent
  value: {{ printf "%X" (int $values.heapPercent) | quote }}
{{- with $values.telemetry.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: k8s.pod.name=$(POD_NAME),k8s.namespace.name=$(POD_NAMESPACE)
{{- end }}
{{- include "ourateams.otherSettings" .root }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "ourateams.storageEnv" -}}
{{- $values := .root.Values -}}
{{- if eq .part "single" -}}
- name: Storage__Kind
  value: Embedded
- name: Storage__DataFolder
  value: /data
{{- else if $values.redis.trial.enabled -}}
- name: Storage__Kind
  value: Redis
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ required "redis.trial.existingSecret is required: the Secret with the password of the trial's Redis." $values.redis.trial.existingSecret }}
      key: {{ $values.redis.trial.key }}
- name: Storage__Redis
  value: {{ include "ourateams.fullname" .root }}-redis:6379,password=$(REDIS_PASSWORD)
{{- else -}}
- name: Storage__Kind
  value: Redis
- name: Storage__Redis
  valueFrom:
    secretKeyRef:
      name: {{ required "redis.existingSecret is required: the Secret with the configuration of your Redis." $values.redis.existingSecret }}
      key: {{ $values.redis.key }}
{{- if $values.redis.authority.existingSecret }}
- name: Storage__RedisAuthority
  value: /redis-authority/ca.crt
{{- end }}
- name: Storage__Replicas
  value: {{ $values.redis.replicas | quote }}
{{- end }}
{{- if and $values.redis.dataKeys.existingSecret (eq .part "silo") }}
- name: Storage__KeysRedis
  valueFrom:
    secretKeyRef:
      name: {{ $values.redis.dataKeys.existingSecret }}
      key: {{ $values.redis.dataKeys.key }}
{{- end }}
{{- end -}}

{{- define "ourateams.accessEnv" -}}
{{- $secrets := .root.Values.secrets -}}
{{- if ne .part "single" }}
{{- $_ := required "secrets.masterKey.existingSecret is required: the Secret with the key of the stored state." $secrets.masterKey.existingSecret }}
{{- $_ := required "secrets.accessToken.existingSecret is required: the Secret with the token of gRPC and admin calls." $secrets.accessToken.existingSecret }}
{{- end }}
{{- with $secrets.masterKey.existingSecret }}
- name: Storage__MasterKey
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $secrets.masterKey.key }}
{{- end }}
{{- with $secrets.accessToken.existingSecret }}
- name: Access__Token
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $secrets.accessToken.key }}
{{- end }}
{{- end -}}

{{- define "ourateams.appEnv" -}}
{{- $prefix := printf "Oura__Apps__%s__" .app }}
- name: {{ $prefix }}ClientId
  valueFrom:
    secretKeyRef:
      name: {{ .settings.existingSecret }}
      key: {{ .settings.clientIdKey | default "client-id" }}
- name: {{ $prefix }}ClientSecret
  valueFrom:
    secretKeyRef:
      name: {{ .settings.existingSecret }}
      key: {{ .settings.clientSecretKey | default "client-secret" }}
{{- range $key := list "scopes" "discoveryUrl" "apiUrl" "authorizeUrl" "tokenUrl" "revokeUrl" }}
{{- with index $.settings $key }}
- name: {{ $prefix }}{{ title $key }}
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}
