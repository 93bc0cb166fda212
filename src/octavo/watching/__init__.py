"""What Prometheus and Grafana need to watch the site: rules, alerts, their tests and dashboards, all of them
made from the services' manifests and the objectives in the settings."""
